#include "engine/grammar/records.h"

#include <algorithm>

namespace hadal::grammar {

std::uint32_t Records::intern(const Record& record) {
    const auto [place, fresh] = index_.try_emplace(record, static_cast<std::uint32_t>(records_.size()));
    if (fresh)
        records_.push_back(record);
    return place->second;
}

std::uint32_t Records::begin(bool object, std::uint32_t avoided) {
    Record record{object, 0, 0};
    for (const std::string& item : items_.items(avoided))
        if (item[0] == (object ? '{' : '['))
            record.avoided = items_.with(record.avoided, item);
    return intern(record);
}

std::uint32_t Records::with_key(std::uint32_t record, const std::string& key) {
    Record next = records_[record];
    next.made = items_.with(next.made, key);
    return intern(next);
}

std::uint32_t Records::with_value(std::uint32_t id, const std::string& item) {
    const Record record = records_[id];
    Record next{record.object, items_.with(record.made, item), 0};
    const std::string key = waiting_key(record);
    const std::size_t index = items_.size(record.made);
    for (const std::string& avoided : items_.items(record.avoided)) {
        const Parts& parts = known_.at(avoided);
        const bool fits = record.object
                              ? std::find(parts.begin(), parts.end(), std::pair(key, item)) != parts.end()
                              : index < parts.size() && parts[index].second == item;
        if (fits)
            next.avoided = items_.with(next.avoided, avoided);
    }
    return intern(next);
}

std::string Records::waiting_key(const Record& record) const {
    return record.object && items_.size(record.made) % 2 == 1 ? items_.last(record.made) : std::string();
}

Parts Records::parts(std::uint32_t id) const {
    const Record& record = records_[id];
    const std::vector<std::string> made = items_.items(record.made);
    Parts parts;
    if (record.object)
        for (std::size_t i = 0; i + 1 < made.size(); i += 2)
            parts.emplace_back(made[i], made[i + 1]);
    else
        for (const std::string& item : made)
            parts.emplace_back("", item);
    return parts;
}

bool Records::is_avoided(std::uint32_t id, const Parts& rest) const {
    if (!may_be_avoided(id))
        return false;
    Parts whole = parts(id);
    whole.insert(whole.end(), rest.begin(), rest.end());
    return items_.contains(records_[id].avoided, container_item(records_[id].object, std::move(whole)));
}

std::vector<std::string> Records::next_values(std::uint32_t id) const {
    const Record& record = records_[id];
    const std::string key = waiting_key(record);
    const std::size_t index = items_.size(record.made);
    std::vector<std::string> values;
    for (const std::string& avoided : items_.items(record.avoided)) {
        const Parts& parts = known_.at(avoided);
        if (!record.object && index < parts.size())
            values.push_back(parts[index].second);
        for (const auto& [other, value] : parts)
            if (record.object && other == key)
                values.push_back(value);
    }
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return values;
}

std::vector<std::string> Records::avoided_keys(std::uint32_t id) const {
    std::vector<std::string> keys;
    for (const std::string& avoided : items_.items(records_[id].avoided))
        for (const auto& [key, value] : known_.at(avoided))
            keys.push_back(key);
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

std::string Records::item(std::uint32_t id) {
    Parts whole = parts(id);
    std::string item = container_item(records_[id].object, whole);
    known_.try_emplace(item, std::move(whole));
    return item;
}

} // namespace hadal::grammar
