// Line height for plain text items.
#pragma once

#include <QObject>
#include <QPointer>
#include <QQuickTextDocument>
#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

/// Gives every line of a text item the same height, which TextEdit itself has no property for. Lines that a
/// person types inherit it, so typing leaves nothing extra to undo.
class LineSpacing : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QQuickTextDocument* document READ document WRITE setDocument NOTIFY changed REQUIRED)
    Q_PROPERTY(qreal height READ height WRITE setHeight NOTIFY changed REQUIRED) ///< pixels

  public:
    using QObject::QObject;

    QQuickTextDocument* document() const { return document_; }
    qreal height() const { return height_; }
    void setDocument(QQuickTextDocument* document);
    void setHeight(qreal height);

  signals:
    void changed();

  private:
    void apply(int from, int length);

    QPointer<QQuickTextDocument> document_;
    qreal height_ = 20;
    bool applying_ = false;
};

} // namespace hadal::ui
