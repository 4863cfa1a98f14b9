// Files below one folder, and nothing else, whatever links lie in it.
#pragma once

#include <QByteArray>
#include <QString>

#include <functional>
#include <optional>

namespace hadal::tools {

/// A folder that paths are opened below. The kernel resolves them (openat2 with RESOLVE_BENEATH): a link or
/// ".." that would lead out is an error, also one that is made at that very moment. Any thread.
class ConfinedFolder {
  public:
    /// Throws Error(InvalidInput) where there is no such folder, Error(Unsupported) without openat2.
    explicit ConfinedFolder(const QString& path);
    ~ConfinedFolder();
    ConfinedFolder(const ConfinedFolder&) = delete;
    ConfinedFolder& operator=(const ConfinedFolder&) = delete;

    struct Entry {
        QString name;
        bool isFolder = false; ///< itself, not by a link
        bool isFile = false;
        qint64 size = 0;
    };
    /// In the order of their names; at most `most`, and then `cut` is true. `path` is relative, "." the
    /// folder itself. Throws Error(InvalidInput) that says why it cannot be listed.
    QList<Entry> list(const QString& path, qsizetype most, bool& cut) const;
    /// The bytes of a regular file, at most `most` from `offset` on. Throws likewise. `size` gets the file's.
    QByteArray read(const QString& path, qint64 offset, qint64 most, qint64& size) const;

  private:
    int open(const QString& path, int flags) const;
    int folder_;
};

} // namespace hadal::tools
