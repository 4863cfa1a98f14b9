// Puts a part of code into the document of a text item.
#pragma once

#include "ui/markdown/code_lines.h"

#include <QColor>
#include <QPointer>
#include <QQuickTextDocument>
#include <QTextCharFormat>

namespace hadal::ui {

/// Writes one row of CodeLines, in lines of one height and with its colours. Growing text is added at the
/// end, which keeps the selection. The colours are laid over the text and never part of it.
class CodeText : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QQuickTextDocument* document MEMBER document_ NOTIFY changed REQUIRED)
    /// Nothing is written before: a text item empties its document when it is completed.
    Q_PROPERTY(bool ready MEMBER ready_ NOTIFY changed)
    Q_PROPERTY(hadal::ui::CodeLines* lines MEMBER lines_ NOTIFY changed REQUIRED)
    Q_PROPERTY(int row MEMBER row_ NOTIFY changed REQUIRED)
    Q_PROPERTY(QString text MEMBER text_ NOTIFY changed REQUIRED)
    Q_PROPERTY(qreal lineHeight MEMBER lineHeight_ NOTIFY changed) ///< pixels
    Q_PROPERTY(QColor keywordInk MEMBER keyword_ NOTIFY changed)
    Q_PROPERTY(QColor typeInk MEMBER type_ NOTIFY changed)
    Q_PROPERTY(QColor stringInk MEMBER string_ NOTIFY changed)
    Q_PROPERTY(QColor numberInk MEMBER number_ NOTIFY changed) ///< also escapes in strings
    Q_PROPERTY(QColor functionInk MEMBER function_ NOTIFY changed)
    Q_PROPERTY(QColor commentInk MEMBER comment_ NOTIFY changed)
    Q_PROPERTY(QColor addedInk MEMBER added_ NOTIFY changed)
    Q_PROPERTY(QColor removedInk MEMBER removed_ NOTIFY changed)

  public:
    explicit CodeText(QObject* parent = nullptr);

  signals:
    void changed();
    void coloured(); ///< what others had laid on the text is gone

  private:
    void write();
    void colour();
    QColor colour(code::Token token) const;

    QPointer<QQuickTextDocument> document_;
    QPointer<CodeLines> lines_;
    int row_ = 0;
    QString text_;
    qreal lineHeight_ = 20;
    QColor keyword_, type_, string_, number_, function_, comment_, added_, removed_;
    bool ready_ = false;
};

} // namespace hadal::ui
