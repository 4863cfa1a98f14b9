#include "engine/grammar/call_texts.h"

#include <algorithm>

namespace hadal::grammar {

CallTexts::CallTexts(const CallRules& rules, const TokenTrie* trie) : open(Occurrences::none) {
    const chat::CallMarkup& markup = *rules.markup;
    const auto spelled = [trie](std::string_view plain) {
        return trie ? trie->spelled(plain) : std::string(plain);
    };
    const std::string open_text = spelled(markup.open);
    for (std::uint32_t tool = 0; tool < rules.tools.size(); ++tool) {
        // Names are no markup, whatever they spell.
        const std::string call = spelled(markup.call) + rules.tools[tool].name + spelled(markup.arguments);
        opening.add(open_text + call, tool);
        first.add(call, tool);
        if (rules.several)
            further.add(spelled(markup.between) + call, tool);
    }
    further.add(spelled(markup.close), block_end);

    for (const std::string_view avoided : markup.content_avoids)
        text.add(byte_symbols(avoided));
    if (!rules.tools.empty())
        open = text.add(byte_symbols(open_text));
    text.finish();
    bool beyond = true; // every byte that continues a character is idle
    for (unsigned byte = 0; byte < 256; ++byte) {
        const bool stays = text.next(Occurrences::none, byte) == Occurrences::none &&
                           byte != static_cast<std::uint8_t>(TokenTrie::named_token);
        if (stays)
            idle.add(static_cast<std::uint8_t>(byte));
        else if (byte >= 0x80 && byte < 0xC0)
            beyond = false;
    }
    if (!beyond)
        idle.leads = 0;
    if (!rules.tools.empty()) {
        bool must = false;
        Occurrences::State state = Occurrences::none;
        for (const char32_t byte : byte_symbols(open_text)) {
            state = text.child(state, byte);
            must = must || text.found(state) || byte == static_cast<std::uint8_t>(TokenTrie::named_token);
            committed.resize(std::max<std::size_t>(committed.size(), state + 1));
            committed[state] = must;
        }
    }

    if (markup.parameter.empty()) {
        json_end.add(spelled(markup.call_end), call_end);
        return;
    }
    for (Literals* list : {&arguments, &more_arguments}) {
        list->add(spelled(markup.parameter), parameter);
        list->add(spelled(markup.call_end), call_end);
    }
    arguments.add(spelled(std::string(markup.no_arguments) + std::string(markup.call_end)), call_end);
    key_end.add(spelled(markup.string), string);
    key_end.add(spelled(markup.json), json);
    json_end.add(spelled(markup.parameter_end), parameter_end);
    value_end = spelled(markup.parameter_end);
}

} // namespace hadal::grammar
