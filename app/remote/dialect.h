// How servers that speak the same API differ.
#pragma once

#include "app/remote/endpoint.h"

namespace hadal::remote {

/// What a kind of server adds to OpenAI's API, and what it lacks.
///
/// Sources: the servers' public documentation (docs.vllm.ai, docs.sglang.ai, llama.cpp's tools/server/README,
/// api-docs.deepseek.com, openrouter.ai/docs).
struct Dialect {
    enum Thinking {
        NoSwitch,        ///< the model decides
        TemplateKwargs,  ///< {"chat_template_kwargs": {"thinking": bool, "enable_thinking": bool}}
        ThinkingObject,  ///< {"thinking": {"type": "enabled" or "disabled"}}
        ReasoningObject, ///< {"reasoning": {"enabled": bool}}
    } thinking = NoSwitch;
    enum Continuation {
        NoContinuation,
        ContinueFlag, ///< {"continue_final_message": true, "add_generation_prompt": false}
        TrailingTurn, ///< a last message of the assistant is gone on with by itself
        PrefixFlag,   ///< {"prefix": true} in that message, at the address ending in /beta
    } continuation = NoContinuation;
    const char* limit = "max_tokens";            ///< what the length limit is called
    const char* reasoning = "reasoning_content"; ///< what thoughts that are sent back are called
    bool schemas = true;    ///< response_format takes a schema; otherwise the prompt has to tell of it
    bool developer = false; ///< knows the role; otherwise "system" says the same
    bool progress = false;  ///< {"return_progress": true} makes it tell how far it has read

    bool operator==(const Dialect&) const = default;
};

/// Of a kind of server; never Auto.
Dialect dialectOf(Server server);

/// What the host of an address tells; Auto where it could be anything.
Server serverByHost(const QUrl& base);
/// What the `owned_by` of a listed model tells; Auto where it could be anything.
Server serverByOwner(const QString& ownedBy);

} // namespace hadal::remote
