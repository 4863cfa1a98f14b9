#include "engine/runtime/insight.h"

#include "kernels/error.h"

#include <algorithm>
#include <string_view>

namespace hadal::runtime {

namespace {

/// A part of the prompt's text and whose it is.
struct Stretch {
    TextSpan bytes;
    int message = 0;
    bool reasoning = false;
};

/// The first place of a text at or after `from` that lies within what is quoted; one that is all that is
/// quoted there comes first, for a short message may occur in a longer one.
std::size_t find_quoted(const chat::Prompt& prompt, std::string_view text, std::size_t from) {
    const std::string_view all = prompt.text();
    std::size_t found = all.npos;
    for (const TextSpan& span : prompt.quoted()) {
        if (span.end <= from)
            continue;
        const std::size_t begin = std::max(span.begin, from);
        const auto quoted = all.substr(begin, span.end - begin);
        if (quoted == text)
            return begin;
        if (const auto at = quoted.find(text); at != quoted.npos)
            found = std::min(found, begin + at);
    }
    return found;
}

std::vector<Stretch> stretches_of(const chat::Prompt& prompt, const std::vector<chat::Message>& messages,
                                  const chat::Message& answer, std::size_t answer_begins) {
    std::vector<Stretch> stretches;
    std::size_t from = 0;
    for (std::size_t i = 0; i < messages.size(); ++i) {
        const std::string text = messages[i].content.value_or("");
        const auto at = text.empty() ? std::string::npos : find_quoted(prompt, text, from);
        if (at >= answer_begins)
            continue; // the format says it in its own words, or not at all
        stretches.push_back({{at, at + text.size()}, static_cast<int>(i), false});
        from = at + text.size();
    }
    const int last = static_cast<int>(messages.size());
    const std::size_t end = prompt.text().size();
    const std::size_t content = end - answer.content.value_or("").size();
    const std::size_t reasoning = answer_begins + answer.reasoning_content.value_or("").size();
    if (reasoning <= content && answer_begins < reasoning)
        stretches.push_back({{answer_begins, reasoning}, last, true});
    if (content < end)
        stretches.push_back({{content, end}, last, false});
    return stretches;
}

} // namespace

std::vector<TokenOrigin> origins_of(const chat::Prompt& prompt, std::span<const std::size_t> starts,
                                    const std::vector<chat::Message>& messages, const chat::Message& answer,
                                    std::size_t answer_begins) {
    const auto stretches = stretches_of(prompt, messages, answer, answer_begins);
    std::vector<TokenOrigin> origins(starts.empty() ? 0 : starts.size() - 1);
    auto stretch = stretches.begin();
    for (std::size_t i = 0; i < origins.size(); ++i) {
        while (stretch != stretches.end() && stretch->bytes.end <= starts[i])
            ++stretch;
        if (stretch == stretches.end())
            break;
        const TextSpan& own = stretch->bytes;
        if (starts[i + 1] <= own.begin)
            continue;
        origins[i] = {
            stretch->message,
            stretch->reasoning,
            {std::max(starts[i], own.begin) - own.begin, std::min(starts[i + 1], own.end) - own.begin}};
    }
    return origins;
}

Insight ChatEngine::look_inside(const InsightRequest&, std::stop_token) {
    throw Error(ErrorKind::Unsupported, "\"" + model_name() +
                                            "\" does not run in this program, so nobody can look inside it. "
                                            "Choose a model of this machine.");
}

} // namespace hadal::runtime
