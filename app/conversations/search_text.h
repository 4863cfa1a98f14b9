// How texts are cut into words for the full text search, and how a query is read.
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace hadal::conversations {

/// The text as the index takes it. Chinese and Japanese have no spaces, so each pair of neighbours is a word,
/// and each run ends with its last character alone: 显存不 becomes "显存 存不 不". All other scripts are left
/// to the tokenizer of the index, which also folds case and accents.
QString wordsOf(const QString& text);

/// What a person asks for, in the language of FTS5: every part between spaces must occur, a part being one
/// word or one run without spaces in between, and its last word may go on. Text in double quotes is one part.
/// Empty where there is nothing to look for. No text makes it invalid.
QString matchOf(const QString& query);

/// The parts that matchOf() looks for, as they were written.
QStringList partsOf(const QString& query);

struct Mark {
    int begin = 0;
    int length = 0;
    bool operator==(const Mark&) const = default;
};

/// Where the parts occur in a text, without regard to case and accents, in order and apart from one another.
QList<Mark> marksOf(const QString& text, const QStringList& parts);

/// A piece of a text, on one line, that shows the first occurrence, with the marks in it.
struct Snippet {
    QString text;
    QList<Mark> marks;
};
Snippet snippetOf(const QString& text, const QStringList& parts);

} // namespace hadal::conversations
