#include "ui/controls/clipboard.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>

namespace hadal::ui {
namespace {

const QMimeData* held() {
    return QGuiApplication::clipboard()->mimeData();
}

} // namespace

QString Clipboard::text() const {
    return held() ? held()->text() : QString();
}

bool Clipboard::hasText() const {
    return held() && held()->hasText();
}

bool Clipboard::hasImage() const {
    return held() && held()->hasImage();
}

QList<QUrl> Clipboard::files() const {
    QList<QUrl> files;
    if (held() && held()->hasUrls())
        for (const QUrl& url : held()->urls())
            if (url.isLocalFile())
                files += url;
    return files;
}

} // namespace hadal::ui
