// Colours code in a text item that is edited.
#pragma once

#include "ui/highlight/highlighter.h"

#include <QColor>
#include <QPointer>
#include <QQuickTextDocument>
#include <QSyntaxHighlighter>
#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

/// The colours are laid over the text, line by line as they change, and are never part of it.
class CodeInk : public QSyntaxHighlighter {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QQuickTextDocument* document MEMBER item_ WRITE setItem REQUIRED)
    Q_PROPERTY(QString language MEMBER language_ WRITE setLanguage) ///< as behind a fence: "json"
    Q_PROPERTY(int wrongLine MEMBER wrongLine_ WRITE setWrongLine)  ///< from 1; 0: none
    Q_PROPERTY(QColor keywordInk MEMBER keyword_ NOTIFY inkChanged)
    Q_PROPERTY(QColor typeInk MEMBER type_ NOTIFY inkChanged)
    Q_PROPERTY(QColor stringInk MEMBER string_ NOTIFY inkChanged)
    Q_PROPERTY(QColor numberInk MEMBER number_ NOTIFY inkChanged) ///< also escapes in strings
    Q_PROPERTY(QColor functionInk MEMBER function_ NOTIFY inkChanged)
    Q_PROPERTY(QColor commentInk MEMBER comment_ NOTIFY inkChanged)
    Q_PROPERTY(QColor wrongGround MEMBER wrong_ NOTIFY inkChanged)

  public:
    explicit CodeInk(QObject* parent = nullptr);

    void setItem(QQuickTextDocument* item);
    void setLanguage(const QString& language);
    void setWrongLine(int line);

  signals:
    void inkChanged();

  protected:
    void highlightBlock(const QString& text) override;

  private:
    QColor colour(code::Token token) const;

    QPointer<QQuickTextDocument> item_;
    QString language_;
    const code::Language* grammar_ = nullptr;
    int wrongLine_ = 0;
    int states_ = 0; ///< numbers of block states given so far
    QColor keyword_, type_, string_, number_, function_, comment_, wrong_;
};

} // namespace hadal::ui
