// Marks the placeholders of a template while it is written.
#pragma once

#include <QColor>
#include <QPointer>
#include <QQuickTextDocument>
#include <QSyntaxHighlighter>
#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

/// {{name}} of a parameter that there is stands on a ground of its own, one that there is not is marked
/// wrong;
/// {{secret:NAME}} has a third look.
class TemplateInk : public QSyntaxHighlighter {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QQuickTextDocument* document MEMBER item_ WRITE setItem REQUIRED)
    Q_PROPERTY(QList<QString> names MEMBER names_ NOTIFY inkChanged) ///< of the parameters
    Q_PROPERTY(QColor knownInk MEMBER knownInk_ NOTIFY inkChanged)
    Q_PROPERTY(QColor knownGround MEMBER knownGround_ NOTIFY inkChanged)
    Q_PROPERTY(QColor secretInk MEMBER secretInk_ NOTIFY inkChanged)
    Q_PROPERTY(QColor secretGround MEMBER secretGround_ NOTIFY inkChanged)
    Q_PROPERTY(QColor wrongInk MEMBER wrongInk_ NOTIFY inkChanged)
    Q_PROPERTY(QColor wrongGround MEMBER wrongGround_ NOTIFY inkChanged)

  public:
    explicit TemplateInk(QObject* parent = nullptr);
    void setItem(QQuickTextDocument* item);

  signals:
    void inkChanged();

  protected:
    void highlightBlock(const QString& text) override;

  private:
    QPointer<QQuickTextDocument> item_;
    QStringList names_;
    QColor knownInk_, knownGround_, secretInk_, secretGround_, wrongInk_, wrongGround_;
};

} // namespace hadal::ui
