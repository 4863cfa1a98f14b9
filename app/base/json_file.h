// A file of JSON in the folder of the program's data.
#pragma once

#include "engine/base/json.h"

#include <QCoreApplication>
#include <QString>

#include <functional>

namespace hadal {

/// What the person has made, written whole or not at all. A file that cannot be used is never written over:
/// it stays as it is, to be repaired, and goes under another name once something else is to be written. Lives
/// on one thread; each call reads or writes the whole file.
class JsonFile {
    Q_DECLARE_TR_FUNCTIONS(JsonFile)

  public:
    /// `check` throws Error where the JSON is none that the owner can use.
    explicit JsonFile(const QString& path, std::function<void(const Json&)> check = {});

    const QString& path() const { return path_; }

    /// Null where there is no file, or none that can be used: problem() tells which.
    Json read();
    /// Makes its folder as well. False where it could not be written; then what was there is still there.
    bool write(const Json& json);

    /// What is wrong with the file, and what to do; empty: nothing.
    QString problem() const { return failure_.isEmpty() ? damage_ : failure_; }

  private:
    bool putAside();

    QString path_;
    std::function<void(const Json&)> check_;
    bool usable_ = true; ///< what is on disk, or there is nothing
    QString damage_;     ///< of what was read
    QString failure_;    ///< of the last write
};

} // namespace hadal
