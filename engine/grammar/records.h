// Arrays and objects that are remembered as they are written, because they must differ from others.
#pragma once

#include "engine/grammar/few_values.h"
#include "engine/grammar/item_sets.h"

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace hadal::grammar {

/// What each remembered container consists of so far, and which items it must not become equal to. Equal
/// records are one. Number 0: nothing is remembered.
class Records {
  public:
    static constexpr std::uint32_t none = 0;
    explicit Records(ItemSets& items) : items_(items) {}

    /// An empty one. `avoided`: of ItemSets.
    std::uint32_t begin(bool object, std::uint32_t avoided);
    std::uint32_t with_key(std::uint32_t record, const std::string& key);
    /// An object's value behind its key, or an array's item.
    std::uint32_t with_value(std::uint32_t record, const std::string& item);

    /// Its parts are all that some of the avoided ones begin with: it may still become equal to one of them.
    bool may_be_avoided(std::uint32_t record) const { return records_[record].avoided != 0; }
    std::size_t avoided_count(std::uint32_t record) const { return items_.size(records_[record].avoided); }
    /// Whether it is one of the avoided ones with these parts behind its own.
    bool is_avoided(std::uint32_t record, const Parts& rest = {}) const;
    /// The values that come next in avoided ones: behind the key, or as the next item.
    std::vector<std::string> next_values(std::uint32_t record) const;
    /// The keys of avoided ones.
    std::vector<std::string> avoided_keys(std::uint32_t record) const;
    /// The finished container as an item.
    std::string item(std::uint32_t record);

    Parts parts(std::uint32_t record) const; ///< without a key that waits for its value

  private:
    struct Record {
        bool object = false;
        std::uint32_t made = 0;    ///< of items_: keys and values in turns, or items
        std::uint32_t avoided = 0; ///< of items_
        auto operator<=>(const Record&) const = default;
    };
    std::uint32_t intern(const Record& record);
    std::string waiting_key(const Record& record) const;

    ItemSets& items_;
    std::vector<Record> records_{1};
    std::map<Record, std::uint32_t> index_;
    std::map<std::string, Parts> known_; ///< of finished containers
};

} // namespace hadal::grammar
