// A request to a model, and the events that answer it. The desktop, the command line and a server all use
// these; so do remote endpoints: for the rest of the program a model is a model, wherever it runs.
#pragma once

#include "engine/chat/message.h"
#include "kernels/error.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

namespace hadal::chat {
class Format;
}

namespace hadal::runtime {

/// Filters apply in this order: the response format's grammar, penalties, logit bias, temperature, top-k,
/// top-p, min-p; sampler.h defines them.
struct Sampling {
    float temperature = 1.0f; ///< 0: greedy
    std::int32_t top_k = 0;   ///< 0: off
    float top_p = 1.0f;
    float min_p = 0.0f;
    float repetition_penalty = 1.0f;
    float presence_penalty = 0.0f;
    float frequency_penalty = 0.0f;
    std::map<std::int32_t, float> logit_bias;
    std::optional<std::uint64_t> seed; ///< unset: a fresh one each time
    std::int64_t max_tokens = 0;       ///< 0: as many as the context holds
    std::vector<std::string> stop; ///< the content ends before the first of these; reasoning and calls may
                                   ///< contain them
    int top_logprobs = -1;         ///< -1: none; 0: the chosen token's; k: also the k best alternatives
};

/// What the content of an answer must be; enforced token by token, after the reasoning. That the prompt tells
/// the model about it is PromptOptions' business.
struct ResponseFormat {
    enum Kind {
        Text,       ///< anything
        JsonObject, ///< one JSON object, nothing before or after
        JsonSchema, ///< one JSON value that `schema` accepts
    } kind = Text;
    Json schema;
    /// What the grammar cannot enforce of the schema does not refuse the request, but is left to the check of
    /// the finished answer (Finished::violations).
    bool leave_to_validator = false;
};

/// Whether an answer may, or must, call tools; enforced token by token.
struct ToolChoice {
    enum Mode {
        Auto,     ///< as the model decides
        None,     ///< it may not
        Required, ///< it must, and says nothing before it
    } mode = Auto;
    std::vector<std::string> allowed; ///< names of the tools that may be called; empty: all
    bool operator==(const ToolChoice&) const = default;
};

struct Request {
    std::vector<chat::Message> messages;
    chat::PromptOptions prompt;
    ResponseFormat format;           ///< of the content where no tool is called
    ToolChoice tool_choice;          ///< among the tools of `prompt`, whose schemas calls obey
    bool parallel_tool_calls = true; ///< an answer may have more than one call
    /// An answer to the messages that was begun: the model goes on from its last word, and deltas and the
    /// finished message hold only what is added. Without tool calls, and only with free text as the format.
    std::optional<chat::Message> begun;
    Sampling sampling;
    std::string session; ///< requests with the same name share a prefix cache; empty: none kept
};

struct TokenLogprob {
    std::int32_t id = 0; ///< -1: an endpoint does not tell it
    std::string bytes;   ///< what the token decodes to; may be part of a character
    float logprob = 0.0f;
};

struct PromptProgress {
    std::int64_t done = 0;   ///< tokens read so far, the cached ones included
    std::int64_t total = 0;  ///< tokens of the prompt
    std::int64_t cached = 0; ///< tokens that the session had already
};
struct ReasoningDelta {
    std::string text;
};
struct ContentDelta {
    std::string text;
};
/// The first delta of a call has id and name; the arguments of all deltas of one index join to JSON text.
/// Calls begin in the order of their indices, from 0; an endpoint may write several at once.
struct ToolCallDelta {
    int index = 0;
    std::string id;
    std::string name;
    std::string arguments;
};
/// The call of this index turned out to be malformed or was cut off: it is no part of the message, and calls
/// after it move up by one. Its text follows as content.
struct ToolCallDropped {
    int index = 0;
};
/// One per sampled token, when asked for, before the deltas that the token brings. Natural logarithms of the
/// model's own probabilities, before penalties, bias, temperature and filters.
struct Logprobs {
    TokenLogprob chosen;
    std::vector<TokenLogprob> top; ///< best first
};
/// What a request has cost so far. Comes after the prompt and then a few times a second.
struct Usage {
    std::int64_t prompt_tokens = 0;
    std::int64_t cached_tokens = 0;     ///< of the prompt, not computed again
    std::int64_t completion_tokens = 0; ///< sampled, the one that ends the answer included
    std::int64_t reasoning_tokens = 0;  ///< of the completion, up to and with the end of the reasoning
    double prefill_s = 0.0;             ///< from the request to the first token
    double decode_s = 0.0;              ///< from the first token to the last
    std::int64_t forced_tokens = 0;     ///< of the completion, written without the model: nothing else fits
    std::int64_t guessed_tokens = 0;    ///< by the model's draft module, the wrong ones included
    std::int64_t accepted_guesses = 0;  ///< of those, in the completion
};
enum class FinishReason { Stop, Length, ToolCalls, Cancelled };
/// Something in a finished answer that its schema does not accept.
struct Violation {
    int call = -1;       ///< index of the tool call whose arguments it is in; -1: the content
    std::string pointer; ///< JSON pointer into that text: "" or "/rows/3/name"
    std::string message; ///< a sentence with what was expected and found
    bool operator==(const Violation&) const = default;
};
struct Finished {
    chat::Message message; ///< whole, equal to what the deltas join to
    FinishReason reason = FinishReason::Stop;
    Usage usage;
    /// Where the answer breaks the request's response format or the schemas of the tools that it calls; the
    /// first few. The content is judged where the answer is whole and calls nothing, calls always.
    std::vector<Violation> violations = {};
};
struct Failed {
    ErrorKind kind = ErrorKind::Internal;
    std::string message; ///< what happened, what it means, what to do
    Usage usage;
};

using Event = std::variant<PromptProgress, ReasoningDelta, ContentDelta, ToolCallDelta, ToolCallDropped,
                           Logprobs, Usage, Finished, Failed>;

struct Insight; // insight.h
struct InsightRequest;

/// Something that answers requests. Text in deltas is whole UTF-8 characters. Exactly one Finished or Failed
/// ends the events of a request. A cancelled request ends in Finished with reason Cancelled and the text so
/// far.
class ChatEngine {
  public:
    virtual ~ChatEngine() = default;
    virtual std::string model_name() const = 0;
    virtual std::int64_t context_length() const = 0;
    /// How prompts are written; null where the engine does not know. Safe on any thread.
    virtual const chat::Format* format() const { return nullptr; }
    /// Tokens that this prompt would take; used to draw the context bar. May run on any thread.
    virtual std::int64_t count_tokens(const std::string& text) const = 0;
    /// Whether count_tokens() counts with the model's tokenizer, or estimates. Safe on any thread.
    virtual bool counts_exactly() const { return true; }
    /// Runs on the calling thread until done; never throws. `emit` is called on that thread and must not
    /// throw. One request at a time.
    virtual void generate(const Request& request, const std::function<void(Event)>& emit,
                          std::stop_token stop) = 0;
    /// Weight bytes that one more token reads; 0 where the engine does not know. Safe on any thread.
    virtual std::int64_t bytes_per_token() const { return 0; }
    /// LanguageModel::notice(), as it was when the model was loaded.
    virtual std::string notice() const { return {}; }
    /// How it comes to one token of an answer, which it reads again up to there. Takes turns with generate(),
    /// on the same thread. Throws Unsupported where the model is not in this process, InvalidInput where
    /// there is no such token, Cancelled, and what reading a prompt throws.
    virtual Insight look_inside(const InsightRequest& request, std::stop_token stop);
};

} // namespace hadal::runtime
