#include "engine/grammar/item_sets.h"

#include "engine/grammar/key_words.h"
#include "engine/grammar/numbers.h"

#include <algorithm>

namespace hadal::grammar {

std::uint32_t PartialTexts::after(std::uint32_t text, std::uint8_t byte) {
    const auto [place, fresh] =
        index_.try_emplace(std::uint64_t{text} << 8 | byte, static_cast<std::uint32_t>(texts_.size()));
    if (fresh)
        texts_.emplace_back(text, byte);
    return place->second;
}

std::uint32_t PartialTexts::after(std::uint32_t text, std::string_view bytes) {
    for (const char byte : bytes)
        text = after(text, static_cast<std::uint8_t>(byte));
    return text;
}

std::string PartialTexts::bytes(std::uint32_t text) const {
    std::string out;
    for (; text > empty; text = texts_[text].first)
        out += static_cast<char>(texts_[text].second);
    std::reverse(out.begin(), out.end());
    return out;
}

std::uint32_t ItemSets::with(std::uint32_t set, std::string item) {
    const auto [place, fresh] = index_.try_emplace({set, item}, static_cast<std::uint32_t>(sets_.size()));
    if (fresh)
        sets_.push_back({set, sets_[set].size + 1, std::move(item)});
    return place->second;
}

bool ItemSets::contains(std::uint32_t set, std::string_view item) const {
    for (; set; set = sets_[set].before)
        if (sets_[set].item == item)
            return true;
    return false;
}

std::vector<std::string> ItemSets::items(std::uint32_t set) const {
    std::vector<std::string> out;
    for (; set; set = sets_[set].before)
        out.push_back(sets_[set].item);
    std::reverse(out.begin(), out.end());
    return out;
}

std::vector<std::string> ItemSets::strings(std::uint32_t set) const {
    std::vector<std::string> out;
    for (; set; set = sets_[set].before)
        if (sets_[set].item.starts_with('"'))
            out.push_back(sets_[set].item.substr(1));
    return out;
}

StringShape ItemSets::without(const StringShape& shape, std::uint32_t set) const {
    // No limit: what this costs is paid for by the text that was generated.
    Work work(~std::uint64_t{0});
    StringShape out = shape;
    KeyWords words;
    words.others = shape.language;
    words.forbidden = strings(set);
    const KeyWords* const parts[] = {&words};
    out.language = language_of(parts).language;
    if (out.counted() && !out.language->empty()) {
        out.shortest = shortest_words(*out.language);
        if (out.least > 0 && !lengths_are_upward_closed(*out.language, out.shortest)) {
            out.language = intersection(out.language, of_length(out.least, out.most, work), work);
            out.least = 0;
            out.most = no_limit;
            out.shortest.clear();
        } else if (out.shortest[0] > out.most) {
            out.language = std::make_shared<Dfa>();
        }
    }
    return out;
}

Language ItemSets::without(const Language& numbers, std::uint32_t set) const {
    Work work(~std::uint64_t{0});
    Language language = without_exponents(numbers, work);
    for (; set; set = sets_[set].before) {
        const std::string& item = sets_[set].item;
        if (item[0] == '-' || (item[0] >= '0' && item[0] <= '9'))
            language =
                intersection(language, complement(spellings_of(Decimal(parse_json(item)), work), work), work);
    }
    return language;
}

std::string string_item(const std::string& body) {
    std::string quoted(1, '"');
    quoted.append(body).push_back('"');
    std::string item(1, '"');
    return item.append(parse_json(quoted).get<std::string>());
}

std::string number_item(const std::string& spelling) {
    return Decimal(parse_json(spelling)).text();
}

} // namespace hadal::grammar
