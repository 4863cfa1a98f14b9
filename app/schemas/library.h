// Schemas under a name, as plain JSON files.
#pragma once

#include <QFileSystemWatcher>
#include <QObject>
#include <QStringList>

namespace hadal::schemas {

/// One file a schema, NAME.json in a folder of its own, so that they can be read, edited and passed on. Files
/// that appear, change or go are noticed.
class Library : public QObject {
    Q_OBJECT
    Q_PROPERTY(QStringList names READ names NOTIFY changed) ///< in the order of the alphabet
    Q_PROPERTY(QString folder READ folder CONSTANT)

  public:
    /// `folder` is made with the first schema.
    explicit Library(const QString& folder, QObject* parent = nullptr);

    QStringList names() const { return names_; }
    QString folder() const { return folder_; }
    Q_INVOKABLE bool contains(const QString& name) const { return names_.contains(name); }
    /// A name that is free: the one wanted, or that with a number.
    Q_INVOKABLE QString freeName(const QString& wanted) const;

    /// The text of a schema; `problem` gets why it cannot be read.
    QString read(const QString& name, QString& problem) const;
    // The two for QML.
    Q_INVOKABLE QString text(const QString& name) const;
    Q_INVOKABLE QString problem(const QString& name) const;
    // Each returns what went wrong, empty for nothing.
    Q_INVOKABLE QString write(const QString& name, const QString& text);
    Q_INVOKABLE QString rename(const QString& name, const QString& to);
    Q_INVOKABLE QString remove(const QString& name);

  signals:
    /// Names or texts are not as they were.
    void changed();

  private:
    void look();
    QString path(const QString& name) const;

    QString folder_;
    QStringList names_;
    QFileSystemWatcher watcher_;
};

} // namespace hadal::schemas
