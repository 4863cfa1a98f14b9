// What the glyphs of a PDF mean to who reads or searches its text.
#pragma once

#include <QByteArray>
#include <QHash>
#include <QRawFont>
#include <QSet>
#include <QString>

#include <functional>

namespace hadal::ui {

/// Qt tells a PDF's readers what a glyph means only where that is one character of the basic plane: an emoji,
/// a rare ideograph and whatever is joined from several would not be found. Each of these has a stand-in
/// here: a character that is nowhere in the text, drawn unseen, of which the finished file says that it means
/// the whole.
class StandIns {
  public:
    /// `text`: all that the pages show.
    explicit StandIns(const QString& text);

    /// Gives out the text in order: what Qt can name as `plain`, the rest character by character as `other`.
    static void split(const QString& text, const std::function<void(const QString&)>& plain,
                      const std::function<void(const QString&)>& other);
    /// The text with stand-ins for what cannot be named. For an `other` of split(): one character.
    QString in(const QString& text);

    /// The file with what its glyphs mean put right; the new tables stand behind its end.
    QByteArray named(const QByteArray& file) const;

  private:
    QString meaning(QChar character) const;
    QByteArray lineOf(const QByteArray& line) const;
    quint32 glyphOf(QChar character) const;

    QSet<QChar> taken_;
    QHash<QString, QChar> known_;
    QHash<QChar, QString> meanings_;
    char16_t next_;
    QRawFont face_;
    QHash<quint32, QChar> looks_; ///< characters of the text by their glyphs
};

} // namespace hadal::ui
