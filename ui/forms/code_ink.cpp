#include "ui/forms/code_ink.h"

#include <QTextBlockUserData>
#include <QTextDocument>

namespace hadal::ui {
namespace {

/// What the block leaves open to the next one.
struct After : QTextBlockUserData {
    explicit After(code::State state) : state(std::move(state)) {}
    code::State state;
};

} // namespace

CodeInk::CodeInk(QObject* parent) : QSyntaxHighlighter(parent) {
    connect(this, &CodeInk::inkChanged, this, &CodeInk::rehighlight);
}

void CodeInk::setItem(QQuickTextDocument* item) {
    item_ = item;
    setDocument(item ? item->textDocument() : nullptr);
}

void CodeInk::setLanguage(const QString& language) {
    language_ = language;
    grammar_ = code::findLanguage(language);
    rehighlight();
}

void CodeInk::setWrongLine(int line) {
    if (std::exchange(wrongLine_, line) != line)
        rehighlight();
}

void CodeInk::highlightBlock(const QString& text) {
    const auto* before = static_cast<After*>(currentBlock().previous().userData());
    code::State state = before ? before->state : grammar_ ? code::State(grammar_) : code::State();
    const bool wrong = currentBlock().blockNumber() + 1 == wrongLine_;
    int from = 0;
    for (const code::Stretch& stretch : code::highlightLine(text, state)) {
        QTextCharFormat format;
        if (const QColor ink = colour(stretch.token); ink.isValid())
            format.setForeground(ink);
        if (wrong)
            format.setBackground(wrong_);
        setFormat(from, int(stretch.length), format);
        from += int(stretch.length);
    }
    // A new number makes Qt go on with the next block.
    const auto* known = static_cast<After*>(currentBlockUserData());
    if (!known || known->state != state)
        setCurrentBlockState(++states_);
    setCurrentBlockUserData(new After(state)); // the block owns it
}

QColor CodeInk::colour(code::Token token) const {
    switch (token) {
    case code::Token::Keyword:
        return keyword_;
    case code::Token::Type:
    case code::Token::Attribute:
        return type_;
    case code::Token::String:
        return string_;
    case code::Token::Escape:
    case code::Token::Number:
        return number_;
    case code::Token::Function:
        return function_;
    case code::Token::Comment:
        return comment_;
    default:
        return {};
    }
}

} // namespace hadal::ui
