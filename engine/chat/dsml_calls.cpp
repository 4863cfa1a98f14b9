// The calls of V3.2: <｜DSML｜function_calls> with one <｜DSML｜invoke> per call and one <｜DSML｜parameter>
// per argument. Accepts and refuses exactly what the publisher's parser does; where its rules look odd, a
// comment says so.
#include "engine/base/json.h"
#include "engine/chat/completion.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace hadal::chat {
namespace {

constexpr std::array<std::string_view, 2> after_call{">\n<｜DSML｜invoke", ">\n</｜DSML｜function_calls>"};
constexpr std::array<std::string_view, 2> head_end{"<｜DSML｜parameter", "</｜DSML｜invoke"};
constexpr std::array<std::string_view, 2> after_parameter{">\n<｜DSML｜parameter", ">\n</｜DSML｜invoke"};
constexpr std::array<std::string_view, 1> name_start{" name=\""};
constexpr std::array<std::string_view, 3> name_end{"\" string=\"true\">", "\" string=\"false\">",
                                                   "/｜DSML｜parameter"};
/// A line feed may stand between `<` and `/`; without `<` the parameter is broken.
constexpr std::array<std::string_view, 3> value_end{"</｜DSML｜parameter", "<\n/｜DSML｜parameter",
                                                    "/｜DSML｜parameter"};

constexpr std::string_view bad_block =
    "Within the block of calls, something other than a call or the end of the block follows.";
constexpr std::string_view bad_head = "A call does not begin with name=\"...\"> and a new line.";
constexpr std::string_view bad_parameter = "A parameter is not of the form name=\"...\" "
                                           "string=\"true|false\">...</｜DSML｜parameter> and a new line.";
constexpr std::string_view repeated_parameter = "A call has two parameters of one name.";
constexpr std::string_view unclosed_block = "The block of calls is not closed.";

/// Drops what `\s*` matches in Python: Unicode white space and the four information separators.
std::string_view skip_space(std::string_view text) {
    constexpr std::string_view spaces[] = {
        " ",      "\t",     "\n",     "\v",     "\f",     "\r",     "\x1c",   "\x1d",   "\x1e",   "\x1f",
        "\u0085", "\u00a0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006",
        "\u2007", "\u2008", "\u2009", "\u200a", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000"};
    for (;;) {
        const auto space = std::find_if(std::begin(spaces), std::end(spaces),
                                        [&](std::string_view s) { return text.starts_with(s); });
        if (space == std::end(spaces))
            return text;
        text.remove_prefix(space->size());
    }
}

/// The name in a call's head: white space, name="NAME">, a new line and perhaps another. A name may contain
/// anything, quotes too.
std::optional<std::string_view> name_in_head(std::string_view head) {
    constexpr std::string_view before = "name=\"", after = "\">\n";
    head = skip_space(head);
    if (!head.starts_with(before))
        return std::nullopt;
    head.remove_prefix(before.size());
    if (!head.ends_with(after) && head.ends_with('\n'))
        head.remove_suffix(1);
    if (!head.ends_with(after))
        return std::nullopt;
    head.remove_suffix(after.size());
    return head;
}

class DsmlCalls final : public CallsParser {
  public:
    Step step(TextFeed& feed, CallSink& sink) override {
        switch (state_) {
        case State::AfterCall:
            return step_after_call(feed);
        case State::Head:
            return step_head(feed, sink);
        case State::Parameter:
            return step_parameter(feed);
        case State::Name:
            return step_name(feed, sink);
        case State::Value:
            return step_value(feed, sink);
        case State::AfterParameter:
            return step_after_parameter(feed, sink);
        }
        return Step::Broken;
    }

    /// The publisher's parser takes text that ends right after an opening or closing tag of a call.
    bool finish(const TextFeed& feed, CallSink& sink) override {
        if (state_ == State::AfterCall && feed.rest().empty())
            return true;
        if (state_ == State::Head) {
            if (const auto name = name_in_head(feed.rest())) {
                begin_call(*name, sink);
                end_call(sink);
                return true;
            }
            broken(bad_head);
            return false;
        }
        if (state_ == State::AfterParameter && feed.rest() == ">\n") {
            end_call(sink);
            return true;
        }
        broken(state_ == State::AfterCall ? unclosed_block : bad_parameter);
        return false;
    }

    bool between_calls() const override { return state_ == State::AfterCall; }

  private:
    enum class State { AfterCall, Head, Parameter, Name, Value, AfterParameter };

    Step step_after_call(TextFeed& feed) {
        std::size_t which = 0;
        switch (feed.match(after_call, which)) {
        case TextFeed::Match::NeedText:
            return Step::NeedText;
        case TextFeed::Match::No:
            return broken(bad_block);
        case TextFeed::Match::Yes:
            break;
        }
        feed.take(after_call[which].size());
        if (which == 1)
            return Step::Closed;
        state_ = State::Head;
        return Step::Moved;
    }

    Step step_head(TextFeed& feed, CallSink& sink) {
        const auto end = feed.find(head_end);
        if (!end)
            return Step::NeedText;
        const auto name = name_in_head(feed.rest().substr(0, end->at));
        if (!name)
            return broken(bad_head);
        begin_call(*name, sink);
        feed.take(end->at + head_end[end->which].size());
        leave_tag(end->which, sink);
        return Step::Moved;
    }

    Step step_parameter(TextFeed& feed) {
        std::size_t which = 0;
        switch (feed.match(name_start, which)) {
        case TextFeed::Match::NeedText:
            return Step::NeedText;
        case TextFeed::Match::No:
            return broken(bad_parameter);
        case TextFeed::Match::Yes:
            break;
        }
        feed.take(name_start[which].size());
        state_ = State::Name;
        return Step::Moved;
    }

    Step step_name(TextFeed& feed, CallSink& sink) {
        const auto end = feed.find(name_end);
        if (!end)
            return Step::NeedText;
        if (end->which == 2)
            return broken(bad_parameter);
        std::string name(feed.rest().substr(0, end->at));
        if (std::find(names_.begin(), names_.end(), name) != names_.end())
            return broken(repeated_parameter);
        is_string_ = end->which == 0;
        feed.take(end->at + name_end[end->which].size());
        std::string piece = names_.empty() ? "{" : ", ";
        piece += print_json_string(name) + ": ";
        if (is_string_)
            piece += '"';
        sink.add_arguments(piece);
        names_.push_back(std::move(name));
        state_ = State::Value;
        return Step::Moved;
    }

    Step step_value(TextFeed& feed, CallSink& sink) {
        const auto end = feed.find(value_end);
        if (end && end->which == 2)
            return broken(bad_parameter);
        // Half a number or half a word would read as another value, so these wait until they are whole.
        const bool stream = is_string_ || feed.rest().starts_with('{') || feed.rest().starts_with('[');
        const std::size_t length = end ? end->at : stream || streaming_ ? feed.certain(value_end) : 0;
        if (length > 0) {
            streaming_ = true;
            std::string piece;
            if (is_string_)
                append_json_escaped(piece, feed.rest().substr(0, length));
            else
                piece = feed.rest().substr(0, length);
            sink.add_arguments(piece);
            feed.take(length);
        }
        if (!end)
            return Step::NeedText;
        if (is_string_)
            sink.add_arguments("\"");
        feed.take(value_end[end->which].size());
        streaming_ = false;
        state_ = State::AfterParameter;
        return Step::Moved;
    }

    Step step_after_parameter(TextFeed& feed, CallSink& sink) {
        std::size_t which = 0;
        switch (feed.match(after_parameter, which)) {
        case TextFeed::Match::NeedText:
            return Step::NeedText;
        case TextFeed::Match::No:
            return broken(bad_parameter);
        case TextFeed::Match::Yes:
            break;
        }
        feed.take(after_parameter[which].size());
        leave_tag(which, sink);
        return Step::Moved;
    }

    /// A parameter's opening tag (0) or a call's closing tag (1) was read.
    void leave_tag(std::size_t which, CallSink& sink) {
        if (which == 0) {
            state_ = State::Parameter;
        } else {
            end_call(sink);
            state_ = State::AfterCall;
        }
    }

    void begin_call(std::string_view name, CallSink& sink) {
        names_.clear();
        sink.begin_call(name);
    }

    void end_call(CallSink& sink) {
        sink.add_arguments(names_.empty() ? "{}" : "}");
        sink.end_call();
    }

    State state_ = State::AfterCall;
    std::vector<std::string> names_; ///< of the call's parameters so far
    bool is_string_ = false;
    bool streaming_ = false; ///< the first part of the value is out
};

constexpr std::array<std::string_view, 5> forbidden{"<｜begin▁of▁sentence｜>", "<｜end▁of▁sentence｜>",
                                                    "<think>", "</think>", "｜DSML｜"};

} // namespace

const CompletionSyntax dsml_syntax{
    .eos = "<｜end▁of▁sentence｜>",
    .think_end = "</think>",
    .calls_start = "\n\n<｜DSML｜function_calls", // the rest of the tag belongs to what follows
    .make_calls = [] { return std::unique_ptr<CallsParser>(std::make_unique<DsmlCalls>()); },
    .forbidden = forbidden,
};

} // namespace hadal::chat
