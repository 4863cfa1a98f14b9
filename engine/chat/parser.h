// From the text of a completion, as it streams, to reasoning, content and tool calls.
#pragma once

#include "engine/chat/message.h"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace hadal::chat {

struct ReasoningText {
    std::string text;
    bool operator==(const ReasoningText&) const = default;
};
struct ContentText {
    std::string text;
    bool operator==(const ContentText&) const = default;
};
/// A piece of a call. The first piece of an index has the name and empty arguments; the arguments of all
/// pieces of an index join to the arguments text. Indices count from 0.
struct CallDelta {
    int index = 0;
    std::string name;
    std::string arguments;
    bool operator==(const CallDelta&) const = default;
};
/// The call of this index, always the last one so far, turned out to be malformed or was cut off: it is not
/// part of the message. Its text follows as content.
struct CallDropped {
    int index = 0;
    bool operator==(const CallDropped&) const = default;
};
using Delta = std::variant<ReasoningText, ContentText, CallDelta, CallDropped>;

/// Why no more text comes.
enum class End {
    Complete, ///< the model ended its message; its end-of-sentence text need not have been pushed
    CutOff,   ///< a length limit, a stop string or a person ended it; an open call is not a call
    AsPushed, ///< the pushed text is the whole completion, end-of-sentence text included where there was one
};

/// Reads one completion: what a model writes after the prompt, special strings included as text. Text may be
/// pushed in any pieces, even within a character; the message does not depend on the pieces, and whatever
/// they were, the deltas join to it. Bytes that are not UTF-8 become U+FFFD. One thread at a time.
///
/// A completion that breaks the format is not an exception: what was said is kept. Where a block of calls is
/// broken or cut off within a call, the calls that were complete stay, and the whole block is content as
/// well, word for word; where it is cut off before or between calls, what was begun says nothing and is
/// dropped. Special strings that do not belong into reasoning or content stay there as text. Whatever follows
/// the end-of-sentence text is dropped.
class CompletionParser {
  public:
    virtual ~CompletionParser() = default;

    /// Appends to `out` what became certain. Text that may be the start of a marker is held back until it is
    /// known not to be. Not after finish().
    virtual void push(std::string_view text, std::vector<Delta>& out) = 0;

    /// Appends what was held back. Call once.
    virtual void finish(End end, std::vector<Delta>& out) = 0;

    /// The message so far: what the deltas join to. The last call may be incomplete before finish(), never
    /// after it. content is always set, reasoning_content in thinking mode. Valid as long as the parser.
    virtual const Message& message() const = 0;

    /// True once the end-of-sentence text has been read: nothing that follows will count.
    virtual bool ended() const = 0;

    /// After finish(): whether the format was broken. A CutOff outside a call does not break it.
    virtual bool malformed() const = 0;

    /// After finish(): one English sentence about the first thing that was wrong; empty if nothing was.
    virtual std::string_view what_was_wrong() const = 0;
};

/// Adds a delta to the message that earlier ones joined to.
void append(Message& message, const Delta& delta);

} // namespace hadal::chat
