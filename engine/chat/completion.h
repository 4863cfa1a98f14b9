// The streaming parser that all families share, and what a family adds to it.
#pragma once

#include "engine/chat/parser.h"
#include "engine/chat/text_feed.h"

#include <memory>
#include <string_view>

namespace hadal::chat {

/// Where a calls parser puts what it reads.
class CallSink {
  public:
    virtual ~CallSink() = default;
    virtual void begin_call(std::string_view name) = 0;
    virtual void add_arguments(std::string_view piece) = 0; ///< of the call begun last
    virtual void end_call() = 0;                            ///< the call begun last is complete
};

/// Reads a block of calls from behind the text that opens it. What it decides depends on the text alone, not
/// on the pieces it came in.
class CallsParser {
  public:
    enum class Step {
        NeedText, ///< nothing more to do with the text that is there
        Moved,    ///< read something; step again
        Closed,   ///< read the text that closes the block
        Broken,   ///< the block breaks the format; what_was_wrong() says how
    };

    virtual ~CallsParser() = default;
    virtual Step step(TextFeed& feed, CallSink& sink) = 0;

    /// No more text comes and the last step needed more. True where the format takes the block as it is;
    /// may complete the open call. Otherwise what_was_wrong() says what is missing.
    virtual bool finish(const TextFeed& feed, CallSink& sink) = 0;

    /// Whether the text read so far ends between two calls rather than within one.
    virtual bool between_calls() const = 0;

    std::string_view what_was_wrong() const { return what_was_wrong_; }

  protected:
    Step broken(std::string_view why) {
        what_was_wrong_ = why;
        return Step::Broken;
    }

    std::string_view what_was_wrong_; ///< a literal
};

/// A family's completion format. Texts are literals.
struct CompletionSyntax {
    std::string_view eos;
    std::string_view think_end;   ///< closes reasoning
    std::string_view calls_start; ///< opens a block of calls; empty where the family has none
    std::unique_ptr<CallsParser> (*make_calls)() = nullptr;
    Markers forbidden; ///< special texts that neither reasoning nor content may contain
};

/// `syntax` must outlive the parser. With `thinking` the completion begins within reasoning.
std::unique_ptr<CompletionParser> make_completion_parser(const CompletionSyntax& syntax, bool thinking);

extern const CompletionSyntax dsml_syntax;      ///< V3.2
extern const CompletionSyntax v31_syntax;       ///< V3.1
extern const CompletionSyntax fenced_syntax;    ///< V3, R1
extern const CompletionSyntax v2_syntax;        ///< V2: text only
extern const CompletionSyntax moonlight_syntax; ///< Moonlight: text only

} // namespace hadal::chat
