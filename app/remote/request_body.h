// A request as OpenAI's chat API takes it.
#pragma once

#include "app/remote/dialect.h"
#include "engine/runtime/request.h"

#include <string>

namespace hadal::remote {

/// The body of POST /chat/completions that asks for a stream. Numbers of the sampling that are as a server
/// has them by itself are left out, but for the temperature: what is left out follows the model's own
/// recommendation on some servers. Thoughts go back within the last turn only, or wherever
/// PromptOptions::drop_thinking is false. Calls without an id get one, the same in the result that answers
/// them. Throws Error(Unsupported) for what the dialect cannot express.
Json requestBody(const runtime::Request& request, const std::string& model, const Dialect& dialect);

} // namespace hadal::remote
