// Colours JSON while it is being edited.
#pragma once

#include <QColor>
#include <QPointer>
#include <QQuickTextDocument>
#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

/// Lays colours over the lines of a text item's document as they change; the text itself and its history stay the
/// item's own. Lines have one height.
class CodeInk : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QQuickTextDocument* document MEMBER document_ NOTIFY changed REQUIRED)
    Q_PROPERTY(bool ready MEMBER ready_ NOTIFY changed) ///< the text item is completed
    Q_PROPERTY(qreal lineHeight MEMBER lineHeight_ NOTIFY changed)
    Q_PROPERTY(QColor keyInk MEMBER key_ NOTIFY changed)
    Q_PROPERTY(QColor stringInk MEMBER string_ NOTIFY changed)
    Q_PROPERTY(QColor numberInk MEMBER number_ NOTIFY changed)
    Q_PROPERTY(QColor wordInk MEMBER word_ NOTIFY changed)

  public:
    explicit CodeInk(QObject* parent = nullptr);

  signals:
    void changed();

  private:
    void follow();
    void colour();

    QPointer<QQuickTextDocument> document_;
    bool ready_ = false;
    bool colouring_ = false;
    QMetaObject::Connection connection_;
    qreal lineHeight_ = 20;
    QColor key_, string_, number_, word_;
};

} // namespace hadal::ui
