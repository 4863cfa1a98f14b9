#include "ui/markdown/sentences.h"

namespace hadal::ui {
namespace {

constexpr int kShortest = 12; ///< of a sentence; a Han character counts as two

bool endsSentence(const QString& text, int at) {
    const QChar c = text[at];
    if (c == u'\n' || c == QChar::LineSeparator || c == u'。' || c == u'！' || c == u'？')
        return true;
    const bool mark = c == u'.' || c == u'!' || c == u'?' || c == u'…' || c == u':';
    return mark && at + 1 < text.size() && text[at + 1].isSpace();
}

} // namespace

QList<int> sentenceEnds(const QString& text) {
    QList<int> all;
    int begin = 0, length = 0;
    for (int at = 0; at < text.size(); ++at) {
        length += text[at].unicode() >= 0x2E80 ? 2 : 1;
        if (endsSentence(text, at) && length >= kShortest) {
            all += at + 1;
            begin = at + 1;
            length = 0;
        }
    }
    if (begin < text.size())
        all += int(text.size());
    return all;
}

} // namespace hadal::ui
