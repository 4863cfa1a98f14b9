#include "engine/chat/completion.h"

#include "engine/base/utf8.h"

#include <array>

namespace hadal::chat {
namespace {

constexpr std::string_view text_after_calls = "Text follows the block of calls.";

class Completion final : public CompletionParser, private CallSink {
  public:
    Completion(const CompletionSyntax& syntax, bool thinking)
        : syntax_(syntax), phase_(thinking ? Phase::Reasoning : Phase::Content) {
        message_.role = Role::Assistant;
        message_.content = "";
        if (thinking)
            message_.reasoning_content = "";
    }

    void push(std::string_view text, std::vector<Delta>& out) override {
        std::string whole;
        joiner_.push(text, whole);
        read(whole, out);
    }

    void finish(End end, std::vector<Delta>& out) override {
        std::string whole;
        joiner_.finish(whole);
        read(whole, out);
        if (end == End::Complete && !ended())
            read(syntax_.eos, out);
        out_ = &out;
        finish_phase(end);
        out_ = nullptr;
        for (const std::string_view text : syntax_.forbidden)
            if (message_.content->find(text) != std::string::npos ||
                (message_.reasoning_content && message_.reasoning_content->find(text) != std::string::npos))
                wrong("A special string stands within reasoning or content.");
    }

    const Message& message() const override { return message_; }
    bool ended() const override { return phase_ == Phase::Ended; }
    bool malformed() const override { return !what_was_wrong_.empty(); }
    std::string_view what_was_wrong() const override { return what_was_wrong_; }

  private:
    enum class Phase {
        Reasoning,
        Content,
        Calls,
        AfterCalls, ///< the block is closed: only the end of the sentence may follow
        Raw,        ///< the rest of a completion whose calls are broken
        Ended,
    };

    void read(std::string_view text, std::vector<Delta>& out) {
        out_ = &out;
        feed_.push(text);
        if (phase_ == Phase::Calls || phase_ == Phase::AfterCalls)
            block_ += text;
        while (step()) {
        }
        out_ = nullptr;
    }

    /// Reads a part of what has arrived. False when more text is needed.
    bool step() {
        switch (phase_) {
        case Phase::Reasoning: {
            const std::array markers{syntax_.think_end, syntax_.eos};
            const auto which = read_until<ReasoningText>(markers);
            if (!which)
                return false;
            if (*which == 1)
                wrong("The completion ends within its reasoning.");
            phase_ = *which == 0 ? Phase::Content : Phase::Ended;
            return true;
        }
        case Phase::Content: {
            const std::array markers{syntax_.eos, syntax_.calls_start};
            const auto which = read_until<ContentText>(Markers(markers).first(syntax_.make_calls ? 2 : 1));
            if (!which)
                return false;
            if (*which == 0) {
                phase_ = Phase::Ended;
            } else {
                phase_ = Phase::Calls;
                calls_ = syntax_.make_calls();
                block_ = syntax_.calls_start;
                block_ += feed_.rest();
            }
            return true;
        }
        case Phase::Calls:
            switch (calls_->step(feed_, *this)) {
            case CallsParser::Step::NeedText:
                return false;
            case CallsParser::Step::Moved:
                break;
            case CallsParser::Step::Closed:
                phase_ = Phase::AfterCalls;
                break;
            case CallsParser::Step::Broken:
                give_up_calls(calls_->what_was_wrong());
            }
            return true;
        case Phase::AfterCalls: {
            std::size_t which = 0;
            switch (feed_.match(std::array{syntax_.eos}, which)) {
            case TextFeed::Match::NeedText:
                return false;
            case TextFeed::Match::Yes:
                feed_.take(syntax_.eos.size());
                phase_ = Phase::Ended;
                break;
            case TextFeed::Match::No:
                give_up_calls(text_after_calls);
            }
            return true;
        }
        case Phase::Raw:
            if (!read_until<ContentText>(std::array{syntax_.eos}))
                return false;
            phase_ = Phase::Ended;
            return true;
        case Phase::Ended:
            if (!feed_.rest().empty())
                wrong("Text follows the end of the sentence.");
            feed_.take(feed_.rest().size());
            return false;
        }
        return false;
    }

    /// Emits text up to the first marker and takes the marker; unset if none has come.
    template <typename Text>
    std::optional<std::size_t> read_until(Markers markers) {
        const auto hit = feed_.find(markers);
        take_text<Text>(hit ? hit->at : feed_.certain(markers));
        if (!hit)
            return std::nullopt;
        feed_.take(markers[hit->which].size());
        return hit->which;
    }

    template <typename Text>
    void take_text(std::size_t length) {
        if (length == 0)
            return;
        emit(Text{std::string(feed_.rest().substr(0, length))});
        feed_.take(length);
    }

    void finish_phase(End end) {
        switch (phase_) {
        case Phase::Reasoning:
            take_text<ReasoningText>(feed_.rest().size());
            if (end != End::CutOff)
                wrong("The completion ends within its reasoning.");
            break;
        case Phase::Content:
            take_text<ContentText>(feed_.rest().size());
            if (end != End::CutOff)
                wrong("The end of the sentence is missing.");
            break;
        case Phase::Calls:
            if (end == End::CutOff && !calls_->between_calls())
                finish_raw("The completion was cut off within a call.");
            else if (end != End::CutOff && !calls_->finish(feed_, *this))
                finish_raw(calls_->what_was_wrong());
            break;
        case Phase::AfterCalls:
            if (end != End::CutOff && !feed_.rest().empty())
                finish_raw(text_after_calls);
            break;
        case Phase::Raw:
            take_text<ContentText>(feed_.rest().size());
            break;
        case Phase::Ended:
            break;
        }
    }

    /// Complete calls stay; the whole block becomes content.
    void give_up_calls(std::string_view why) {
        wrong(why);
        if (message_.tool_calls.size() > complete_calls_)
            emit(CallDropped{static_cast<int>(complete_calls_)});
        feed_.take(feed_.rest().size());
        feed_.push(block_);
        block_.clear();
        phase_ = Phase::Raw;
    }

    void finish_raw(std::string_view why) {
        give_up_calls(why);
        while (step()) { // the block may hold an end of sentence
        }
        take_text<ContentText>(feed_.rest().size());
    }

    void begin_call(std::string_view name) override {
        emit(CallDelta{static_cast<int>(complete_calls_), std::string(name), {}});
    }
    void add_arguments(std::string_view piece) override {
        if (!piece.empty())
            emit(CallDelta{static_cast<int>(complete_calls_), {}, std::string(piece)});
    }
    void end_call() override { ++complete_calls_; }

    void emit(Delta delta) {
        append(message_, delta);
        out_->push_back(std::move(delta));
    }

    void wrong(std::string_view why) {
        if (what_was_wrong_.empty())
            what_was_wrong_ = why;
    }

    const CompletionSyntax& syntax_;
    Phase phase_;
    Utf8Joiner joiner_;
    TextFeed feed_;
    std::unique_ptr<CallsParser> calls_;
    std::string block_; ///< the block of calls so far, word for word, while it may still turn out broken
    std::size_t complete_calls_ = 0;
    Message message_;
    std::string_view what_was_wrong_; ///< a literal
    std::vector<Delta>* out_ = nullptr;
};

} // namespace

std::unique_ptr<CompletionParser> make_completion_parser(const CompletionSyntax& syntax, bool thinking) {
    return std::make_unique<Completion>(syntax, thinking);
}

void append(Message& message, const Delta& delta) {
    if (const auto* reasoning = std::get_if<ReasoningText>(&delta)) {
        if (!message.reasoning_content)
            message.reasoning_content = "";
        *message.reasoning_content += reasoning->text;
    } else if (const auto* content = std::get_if<ContentText>(&delta)) {
        if (!message.content)
            message.content = "";
        *message.content += content->text;
    } else if (const auto* call = std::get_if<CallDelta>(&delta)) {
        if (static_cast<std::size_t>(call->index) >= message.tool_calls.size())
            message.tool_calls.resize(static_cast<std::size_t>(call->index) + 1);
        ToolCall& target = message.tool_calls[static_cast<std::size_t>(call->index)];
        target.name += call->name;
        target.arguments += call->arguments;
    } else if (const auto* dropped = std::get_if<CallDropped>(&delta)) {
        message.tool_calls.resize(static_cast<std::size_t>(dropped->index));
    }
}

} // namespace hadal::chat
