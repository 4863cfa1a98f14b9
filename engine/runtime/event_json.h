// Events as JSON objects, one shape for all that prints or replays them.
#pragma once

#include "engine/base/json.h"
#include "engine/runtime/request.h"

namespace hadal::runtime {

/// Every object has "event" and, by its value:
///
///   "progress"   done, total, cached
///   "reasoning"  text
///   "content"    text
///   "tool_call"  index, arguments; the first of a call also id and name
///   "tool_call_dropped"  index
///   "logprobs"   chosen and top, whose items have id (where it is known), bytes (array of numbers) and
///   logprob "usage"      usage and timing "finished"   message (as in the OpenAI API), finish_reason, usage
///   and timing "failed"     kind, message, usage and timing
///
/// usage has prompt_tokens, cached_tokens, completion_tokens, reasoning_tokens; timing has prefill_s,
/// decode_s. Texts must be valid UTF-8.
Json to_json(const Event& event);

/// The reverse. Members that the object lacks keep their defaults, unknown ones are ignored; "event" is
/// required, and so is what an event is about: text, index, finish_reason, kind and message of a failure.
/// Throws InvalidInput naming the member, what was expected and what was found.
Event event_from_json(const Json& json);

/// "stop", "length", "tool_calls" or "cancelled".
const char* name_of(FinishReason reason);
/// "invalid_argument", "context_full" and so on.
const char* name_of(ErrorKind kind);

} // namespace hadal::runtime
