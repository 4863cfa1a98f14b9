// What the gallery shows.
#pragma once

#include "ui/markdown/message_blocks.h"

namespace hadal::ui {

/// An answer with every kind of block.
class GallerySample : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(hadal::ui::MessageBlocks* blocks READ blocks CONSTANT)

  public:
    explicit GallerySample(QObject* parent = nullptr);

    MessageBlocks* blocks() { return &blocks_; }

  private:
    MessageBlocks blocks_;
};

} // namespace hadal::ui
