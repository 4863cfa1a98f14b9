// A text in pieces that a tokenizer reads one by one as it reads the whole.
#pragma once

#include <QString>
#include <QStringList>

namespace hadal::ui {

/// Joined they are the text. They end where the pre-tokenizers of the DeepSeek family always end a word:
/// after a line break that no white space follows, and in long lines before a space between two letters.
/// Where they end depends on the text nearby only, so typing changes one or two of them and the tokens of all
/// others are known.
QStringList tokenPieces(const QString& text);

} // namespace hadal::ui
