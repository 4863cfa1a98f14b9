// Colours code line by line.
#pragma once

#include "ui/highlight/language.h"

#include <QList>

namespace hadal::ui::code {

struct Stretch {
    qsizetype length = 0;
    Token token = Token::Plain;
    bool operator==(const Stretch&) const = default;
};

/// What the lines before leave open. A value, cheap to copy.
class State {
  public:
    State() = default; ///< of a text in no known language
    explicit State(const Language* language) { open_.append({language, kCode, 0, {}}); }
    bool operator==(const State&) const = default;
    qsizetype depth() const { return open_.size(); } ///< never more than kDeepest
    static constexpr qsizetype kDeepest = 24;

  private:
    friend class LineReader;

    static constexpr int kCode = -1, kTag = -2;
    struct Frame {
        const Language* language = nullptr;
        int region = kCode; ///< index of Language::regions, or one of the above
        int depth = 0;      ///< of nested comments, or of brackets within code that a string holds
        QString close;      ///< what ends it, where that is not fixed
        bool operator==(const Frame&) const = default;
    };
    QList<Frame> open_;
};

/// The stretches of one line, which tile it, and the state after it. Time and memory are linear in the line's
/// length whatever stands in it; lines longer than kLongestLine are plain and leave the state as it is.
QList<Stretch> highlightLine(QStringView line, State& state);

inline constexpr qsizetype kLongestLine = 20'000;

} // namespace hadal::ui::code
