// Files that say what an export must be.
#pragma once

#include <QFile>
#include <QString>

namespace hadal::transcripts::test {

/// The golden file of a name. With HADAL_UPDATE_GOLDEN set it is first written anew from what there is: look
/// at the difference before it is committed.
inline QString golden(const QString& name, const QString& actual) {
    QFile file(QStringLiteral(HADAL_TEST_DATA "/transcripts/") + name);
    if (qEnvironmentVariableIsSet("HADAL_UPDATE_GOLDEN") && file.open(QIODevice::WriteOnly)) {
        file.write(actual.toUtf8());
        file.close();
    }
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

} // namespace hadal::transcripts::test
