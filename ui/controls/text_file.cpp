#include "ui/controls/text_file.h"

#include <QSaveFile>

namespace hadal::ui {

QString TextFile::write(const QUrl& file, const QString& text) const {
    if (!file.isLocalFile())
        return tr("%1 is no place on this computer.").arg(file.toDisplayString());
    QSaveFile target(file.toLocalFile());
    const QByteArray bytes = text.toUtf8() + (text.endsWith('\n') ? "" : "\n");
    const bool written =
        target.open(QIODevice::WriteOnly) && target.write(bytes) == bytes.size() && target.commit();
    return written ? QString() : target.errorString();
}

} // namespace hadal::ui
