#include "app/remote/refusal.h"

#include "engine/base/utf8.h"

#include <QString>

#include <algorithm>
#include <array>
#include <regex>

namespace hadal::remote {
namespace {

constexpr std::size_t longestWords = 400; // of a server

/// One line, not too long, in UTF-8.
std::string words(const std::string& raw) {
    std::string whole;
    Utf8Joiner joiner;
    joiner.push(std::string_view(raw).substr(0, 8 * longestWords), whole);
    joiner.finish(whole);
    QString line = QString::fromStdString(whole).simplified();
    line.removeIf(
        [](QChar c) { return c.category() == QChar::Other_Control || c.category() == QChar::Other_Format; });
    if (line.size() > qsizetype(longestWords))
        line = line.left(longestWords) + QStringLiteral("…");
    return line.toStdString();
}

std::string quoted(const std::string& raw) {
    const std::string said = words(raw);
    return said.empty() ? std::string() : " It says: “" + said + "”.";
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return text;
}

bool isAboutLength(const ServerError& error) {
    const std::string code = lower(error.code), said = lower(error.message);
    const auto says = [&](const char* part) { return said.find(part) != std::string::npos; };
    return code.find("context_length") != std::string::npos || code == "exceed_context_size_error" ||
           says("maximum context length") || says("context length exceeded") || says("exceeds the context") ||
           says("exceed context window") || says("longer than the model's context length") ||
           says("exceeds the available context size");
}

bool isNumber(const QByteArray& text) {
    return !text.isEmpty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

const char* kept(bool begun) {
    return begun ? " The text so far is kept." : " Nothing was generated.";
}

/// What a person can do about a field.
std::string adviceFor(const std::string& field) {
    const auto begins = [&](const char* part) { return field.rfind(part, 0) == 0; };
    if (begins("tool") || begins("parallel_tool_calls") || begins("function"))
        return "Switch the tools off in this chat, or start the server so that it takes tools.";
    if (begins("response_format"))
        return "Let this chat answer in free text or any JSON, or choose another model.";
    if (begins("chat_template_kwargs") || begins("thinking") || begins("reasoning") ||
        begins("continue_final_message") || begins("add_generation_prompt") || begins("return_progress"))
        return "Choose what kind of server it is in the settings of the endpoint.";
    if (begins("messages"))
        return "Begin a new chat, or choose another model.";
    if (begins("model"))
        return "Choose a model that it has in the settings of the endpoint.";
    return "Set it back in the settings of this chat.";
}

Error contextFull(const Speaker& speaker, const ServerError& error) {
    return Error(ErrorKind::ContextFull,
                 "The conversation is longer than the context of " + speaker.name +
                     ". Nothing was generated. Shorten it, begin a new one, or choose what to "
                     "leave out." +
                     quoted(error.message));
}

} // namespace

std::string fieldOf(const ServerError& error) {
    if (!error.field.empty())
        return error.field;
    // The phrases with which servers name a field: theirs, FastAPI's, the API's own.
    static const std::regex phrases("(?:argument supplied|parameter|argument|field|property|key)s?:? "
                                    "*['\"`“]?([A-Za-z_][A-Za-z0-9_.\\[\\]]*)['\"`”]?|"
                                    "['\"`“]([a-z_][a-z0-9_.\\[\\]]*)['\"`”] (?:is|does|was|requires)|"
                                    "^([a-z][a-z_]*) (?:is|does|must|should)",
                                    std::regex::ECMAScript | std::regex::icase);
    static const std::array<std::string, 25> fields{"temperature",
                                                    "top_p",
                                                    "top_k",
                                                    "min_p",
                                                    "repetition_penalty",
                                                    "presence_penalty",
                                                    "frequency_penalty",
                                                    "logit_bias",
                                                    "logprobs",
                                                    "top_logprobs",
                                                    "seed",
                                                    "stop",
                                                    "max_tokens",
                                                    "max_completion_tokens",
                                                    "response_format",
                                                    "tools",
                                                    "tool_choice",
                                                    "parallel_tool_calls",
                                                    "stream_options",
                                                    "stream",
                                                    "chat_template_kwargs",
                                                    "thinking",
                                                    "reasoning",
                                                    "continue_final_message",
                                                    "return_progress"};
    const std::string said = error.message.substr(0, 2000);
    for (auto match = std::sregex_iterator(said.begin(), said.end(), phrases);
         match != std::sregex_iterator(); ++match)
        for (std::size_t group = 1; group < match->size(); ++group) {
            const std::string name = lower((*match)[group].str());
            const std::string root = name.substr(0, name.find_first_of(".["));
            if (std::find(fields.begin(), fields.end(), root) != fields.end())
                return name;
        }
    return {};
}

ServerError errorOf(const std::string& body) {
    try {
        if (auto error = serverError(parse_json(body)))
            return *error;
    } catch (const Error&) {
        const std::size_t begin = body.find_first_not_of(" \t\r\n");
        if (begin != std::string::npos && body[begin] != '<' && body[begin] != '{')
            return {body, {}, {}};
    }
    return {};
}

Error refusal(const Speaker& speaker, const Head& head, const std::string& body) {
    const ServerError error = errorOf(body);
    const std::string& name = speaker.name;
    const auto refused = [&](const std::string& text, ErrorKind kind = ErrorKind::EndpointRefused) {
        return Error(kind, text + quoted(error.message));
    };
    switch (head.status) {
    case 401:
        return refused(name + " did not accept the key. Nothing was generated. Enter a valid key in the "
                              "settings of the endpoint.");
    case 402:
        return refused("The account of " + name +
                       " has no credit left. Nothing was generated. Top it up, or choose another model.");
    case 403:
        return refused(name +
                       " does not allow this to the key. Nothing was generated. Check what the key may "
                       "do, or choose another model.");
    case 404:
        if (lower(error.message + error.code).find("model") != std::string::npos)
            return refused(name + " has no model “" + speaker.model +
                           "”. Choose one that it has in the settings of the endpoint.");
        return refused("There is no chat API at the address of " + name +
                       ". Check it in the settings of the endpoint; it often ends in /v1.");
    case 407:
        return refused(
            "The proxy on the way to " + name +
                " asks for a name and password. Nothing was sent. Put them into the proxy settings "
                "of the desktop.",
            ErrorKind::EndpointLost);
    case 429:
        return refused(name + " gets too many requests, or a quota is used up. Nothing was generated. " +
                       (isNumber(head.retryAfter)
                            ? "Ask again in " + head.retryAfter.toStdString() + " seconds."
                            : "Ask again later."));
    default:
        break;
    }
    const std::string number = std::to_string(head.status);
    if (head.status >= 500)
        return refused(name + " has a problem of its own (status " + number +
                           "). Nothing was generated. Ask again, or look at the server.",
                       ErrorKind::EndpointLost);
    if (head.status < 400)
        return Error(
            ErrorKind::EndpointRefused,
            name + " has moved to " + head.location.toDisplayString(QUrl::RemoveUserInfo).toStdString() +
                ". Nothing was sent there, because a key may be for one address only. If it is right, "
                "enter it in the settings of the endpoint.");
    if (isAboutLength(error))
        return contextFull(speaker, error);
    if (head.status == 413)
        return refused("The request is too large for " + name +
                       ". Nothing was generated. Shorten the conversation.");
    if (const std::string field = words(fieldOf(error)); !field.empty())
        return refused(name + " does not take the field “" + field +
                           "” of the request as it is. Nothing was generated. " + adviceFor(field),
                       ErrorKind::Unsupported);
    return refused(
        name + " refused the request (status " + number +
        "). Nothing was generated. Check the address and the kind of server in the settings of the "
        "endpoint.");
}

Error refusal(const Speaker& speaker, const ServerError& error, bool begun) {
    if (isAboutLength(error) && !begun)
        return contextFull(speaker, error);
    return Error(ErrorKind::EndpointLost, speaker.name + " broke the answer off." + kept(begun) +
                                              " Ask again." + quoted(error.message));
}

Error failure(const Speaker& speaker, const NetworkProblem& problem, bool begun) {
    const std::string& name = speaker.name;
    const std::string raw = words(problem.text.toStdString());
    const auto lost = [](const std::string& text) { return Error(ErrorKind::EndpointLost, text); };
    switch (problem.kind) {
    case NetworkProblem::Refused:
        return lost(name + " refused the connection. Nothing was sent. Check that a server runs at " +
                    speaker.host + ", or choose another model.");
    case NetworkProblem::NoHost:
        return lost("The computer " + speaker.host + " of " + name +
                    " was not found. Nothing was sent. Check the address and the network.");
    case NetworkProblem::Tls:
        return lost(
            "The connection to " + name + " is not safe: " + raw +
            " Nothing was sent. Check the address, or give the server a certificate that this computer "
            "trusts.");
    case NetworkProblem::Proxy:
        return lost("The proxy on the way to " + name + " failed: " + raw +
                    " Nothing was generated. Check the proxy settings of the desktop.");
    case NetworkProblem::TimedOut:
        return lost(name + " has not said anything for too long." + kept(begun) +
                    " Ask again, or allow it more time in the settings of the endpoint.");
    case NetworkProblem::TooMuch:
        return lost(name + " sent more than any answer has." + kept(begun) + " Choose another model.");
    case NetworkProblem::None:
    case NetworkProblem::Closed:
        return lost("The connection to " + name + " closed before the answer was complete." + kept(begun) +
                    " Ask again.");
    case NetworkProblem::Other:
        break;
    }
    return lost("The connection to " + name + " failed: " + raw + "." + kept(begun) + " Ask again.");
}

} // namespace hadal::remote
