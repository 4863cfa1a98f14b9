#include "ui/markdown/han_runs.h"

#include <QChar>

namespace hadal::ui {
namespace {

constexpr double kGap = 0.18;
constexpr double kSpaceWidth = 0.28; // of the text face

bool isLatin(char32_t c) {
    return c < 0x3000 && QChar::isLetterOrNumber(c);
}
bool isMark(char32_t c) {
    return c == 0x201C || c == 0x201D || c == 0x2018 || c == 0x2019 || c == 0x2026 || c == 0x2014;
}

bool meets(char32_t a, char32_t b) {
    return (isHan(a) && isLatin(b)) || (isLatin(a) && isHan(b));
}

} // namespace

QList<HanRun> hanRuns(const QString& text, char32_t before, QStringView after) {
    if (!containsHan(text) && !isHan(before) && !containsHan(after.first(qMin<qsizetype>(after.size(), 2))))
        return {{text, false, false, 0}};
    const QList<uint> characters = text.toUcs4();
    const QList<uint> following = after.first(qMin<qsizetype>(after.size(), 2)).toUcs4();
    QList<HanRun> runs;
    char32_t last = before;
    bool lastWasWide = false;
    for (qsizetype i = 0; i < characters.size(); ++i) {
        const char32_t c = characters[i];
        const char32_t next = i + 1 < characters.size() ? characters[i + 1] : following.value(0);
        HanRun run{QString::fromUcs4(&c, 1), isHan(c) || isHanPunctuation(c), false, 0};
        const auto chinese = [](char32_t x) { return isHan(x) || isHanPunctuation(x); };
        run.wide = isMark(c) && (chinese(last) || chinese(next) || lastWasWide);
        if (c == ' ' && meets(last, next))
            run.gap = kGap - kSpaceWidth;
        else if (meets(c, next))
            run.gap = kGap;
        lastWasWide = run.wide;
        last = c;
        if (run.gap == 0 && !runs.isEmpty() && runs.last().gap == 0 && runs.last().han == run.han &&
            runs.last().wide == run.wide)
            runs.last().text += run.text;
        else
            runs.append(run);
    }
    return runs;
}

} // namespace hadal::ui
