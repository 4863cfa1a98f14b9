#include "ui/gallery/gallery_sample.h"

#include <QFile>

namespace hadal::ui {

GallerySample::GallerySample(QObject* parent) : QObject(parent) {
    QFile file(":/gallery/blocks.md");
    if (file.open(QIODevice::ReadOnly))
        blocks_.append(QString::fromUtf8(file.readAll()));
}

} // namespace hadal::ui
