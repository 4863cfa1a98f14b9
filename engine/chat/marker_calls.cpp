// The calls of V3, R1 and V3.1, between special tokens. No parser for them is published; this one reads what
// the chat templates write, and white space between calls.
#include "engine/chat/completion.h"

#include <array>
#include <string>

namespace hadal::chat {
namespace {

constexpr std::string_view call_end = "<｜tool▁call▁end｜>";
constexpr std::array<std::string_view, 2> between{"<｜tool▁call▁begin｜>", "<｜tool▁calls▁end｜>"};
constexpr std::array<std::string_view, 2> separator{"<｜tool▁sep｜>", call_end};
constexpr std::array<std::string_view, 2> fence_begin{"\n```json\n", call_end};
constexpr std::array<std::string_view, 2> fence_end{"\n```<｜tool▁call▁end｜>", call_end};

/// V3.1 writes NAME, separator, ARGUMENTS. V3 and R1 write a type, separator, NAME, and ARGUMENTS in a fence.
class MarkerCalls final : public CallsParser {
  public:
    explicit MarkerCalls(bool fenced) : fenced_(fenced) {}

    Step step(TextFeed& feed, CallSink& sink) override {
        switch (state_) {
        case State::Between:
            return step_between(feed);
        case State::Type:
            return step_text(feed, separator, [&](std::string_view) { state_ = State::Name; });
        case State::Name:
            return step_text(feed, fenced_ ? fence_begin : separator, [&](std::string_view name) {
                sink.begin_call(name);
                state_ = State::Arguments;
            });
        case State::Arguments:
            return step_arguments(feed, sink);
        }
        return Step::Broken;
    }

    bool finish(const TextFeed&, CallSink&) override {
        broken("The block of calls is not closed.");
        return false;
    }

    bool between_calls() const override { return state_ == State::Between; }

  private:
    enum class State { Between, Type, Name, Arguments };

    Step step_between(TextFeed& feed) {
        const std::string_view text = feed.rest();
        const std::size_t spaces = std::min(text.find_first_not_of(" \n"), text.size());
        if (spaces > 0) {
            feed.take(spaces);
            return Step::Moved;
        }
        std::size_t which = 0;
        switch (feed.match(between, which)) {
        case TextFeed::Match::NeedText:
            return Step::NeedText;
        case TextFeed::Match::No:
            return broken("Within the block of calls, something other than a call or its end follows.");
        case TextFeed::Match::Yes:
            break;
        }
        feed.take(between[which].size());
        if (which == 1)
            return Step::Closed;
        state_ = fenced_ ? State::Type : State::Name;
        return Step::Moved;
    }

    /// Hands over the text before markers[0]; markers[1] must not come first.
    template <typename Use>
    Step step_text(TextFeed& feed, Markers markers, Use use) {
        const auto end = feed.find(markers);
        if (!end)
            return Step::NeedText;
        if (end->which == 1)
            return broken("A call ends before its name is complete.");
        use(feed.rest().substr(0, end->at));
        feed.take(end->at + markers[0].size());
        return Step::Moved;
    }

    Step step_arguments(TextFeed& feed, CallSink& sink) {
        const Markers markers = fenced_ ? Markers(fence_end) : Markers(separator).last(1);
        const auto end = feed.find(markers);
        if (end && fenced_ && end->which == 1)
            return broken("The arguments of a call are not fenced.");
        const std::size_t length = end ? end->at : feed.certain(markers);
        sink.add_arguments(feed.rest().substr(0, length));
        feed.take(length);
        if (!end)
            return Step::NeedText;
        feed.take(markers[0].size());
        sink.end_call();
        state_ = State::Between;
        return Step::Moved;
    }

    bool fenced_;
    State state_ = State::Between;
};

constexpr std::string_view bos = "<｜begin▁of▁sentence｜>", eos = "<｜end▁of▁sentence｜>";
constexpr std::array<std::string_view, 6> forbidden{
    bos, eos, "<｜tool▁calls▁begin｜>", "<｜tool▁call▁begin｜>", "<think>", "</think>"};

} // namespace

const CompletionSyntax v31_syntax{
    .eos = eos,
    .think_end = "</think>",
    .calls_start = "<｜tool▁calls▁begin｜>",
    .make_calls = []() -> std::unique_ptr<CallsParser> { return std::make_unique<MarkerCalls>(false); },
    .forbidden = forbidden,
};

const CompletionSyntax fenced_syntax{
    .eos = eos,
    .think_end = "</think>",
    .calls_start = "<｜tool▁calls▁begin｜>",
    .make_calls = []() -> std::unique_ptr<CallsParser> { return std::make_unique<MarkerCalls>(true); },
    .forbidden = forbidden,
};

const CompletionSyntax v2_syntax{
    .eos = eos, .think_end = {}, .calls_start = {}, .make_calls = nullptr, .forbidden = {}};

const CompletionSyntax moonlight_syntax{
    .eos = "<|im_end|>", .think_end = {}, .calls_start = {}, .make_calls = nullptr, .forbidden = {}};

} // namespace hadal::chat
