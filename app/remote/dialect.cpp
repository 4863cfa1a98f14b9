#include "app/remote/dialect.h"

namespace hadal::remote {

Dialect dialectOf(Server server) {
    Dialect dialect;
    switch (server) {
    case Server::Vllm:
    case Server::Sglang:
        dialect.thinking = Dialect::TemplateKwargs;
        dialect.continuation = Dialect::ContinueFlag;
        break;
    case Server::LlamaCpp:
        dialect.thinking = Dialect::TemplateKwargs;
        dialect.continuation = Dialect::TrailingTurn;
        dialect.progress = true;
        break;
    case Server::DeepSeek:
        dialect.thinking = Dialect::ThinkingObject;
        dialect.continuation = Dialect::PrefixFlag;
        dialect.schemas = false;
        break;
    case Server::OpenRouter:
        dialect.thinking = Dialect::ReasoningObject;
        dialect.continuation = Dialect::TrailingTurn;
        dialect.reasoning = "reasoning";
        break;
    case Server::Plain:
        dialect.limit = "max_completion_tokens";
        dialect.developer = true;
        break;
    case Server::Auto:
        break;
    }
    return dialect;
}

Server serverByHost(const QUrl& base) {
    const QString host = base.host();
    const auto of = [&host](const char* domain) {
        return host == QLatin1String(domain) || host.endsWith('.' + QLatin1String(domain));
    };
    if (of("deepseek.com"))
        return Server::DeepSeek;
    if (of("openrouter.ai"))
        return Server::OpenRouter;
    if (of("openai.com") || of("azure.com"))
        return Server::Plain;
    return Server::Auto;
}

Server serverByOwner(const QString& ownedBy) {
    const QString owner = ownedBy.toLower();
    return owner == "vllm"                               ? Server::Vllm
           : owner == "sglang"                           ? Server::Sglang
           : owner == "llamacpp" || owner == "llama.cpp" ? Server::LlamaCpp
           : owner == "deepseek"                         ? Server::DeepSeek
                                                         : Server::Auto;
}

} // namespace hadal::remote
