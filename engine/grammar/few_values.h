// Which values are left, where values must differ and there are few.
#pragma once

#include "engine/grammar/grammar.h"

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace hadal::grammar {

/// What an array or object consists of: keys with values as items (see ItemSets); items have an empty key.
using Parts = std::vector<std::pair<std::string, std::string>>;

/// The text that equal arrays, or equal objects, share.
std::string container_item(bool object, Parts parts);

/// Lists the different values of a grammar's nodes, and the different ways to complete a container, up to a
/// limit. One thread.
class FewValues {
  public:
    explicit FewValues(const Grammar& grammar) : grammar_(grammar) {}

    /// Fewer than the limit, and `many` not set, only where there are no more.
    struct Rests {
        bool many = false; ///< the limit is reached, and not all are listed
        std::vector<Parts> list;
        bool reaches(std::size_t limit) const { return many || list.size() >= limit; }
    };
    struct Values {
        bool many = false;
        std::vector<std::string> list; ///< items
        bool reaches(std::size_t limit) const { return many || list.size() >= limit; }
    };
    /// An object in part: declared properties from `position` on that are not `written` (empty: none is).
    struct ObjectState {
        std::uint32_t position = 0;
        const std::vector<bool>* written = nullptr;
        std::uint32_t count = 0, met = 0;
    };
    /// An array in part. `items`: those so far, where they must differ.
    struct ArrayState {
        std::uint32_t index = 0, count = 0;
        std::vector<std::string> items = {};
    };

    Values of_node(std::uint32_t node, std::size_t limit);
    /// The last list was given up because the values are so large: `many` is but a guess.
    bool is_exhausted() const { return work_ < 0; }
    /// The members, or items, that complete it.
    Rests rests(const ObjectShape& shape, const ObjectState& state, std::size_t limit);
    Rests rests(const ArrayShape& shape, const ArrayState& state, std::size_t limit);

  private:
    using ArrayMemo = std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>, Rests>;

    template <typename List>
    auto deepened(std::size_t limit, List list);
    Values values(std::uint32_t node, std::uint32_t depth);
    Rests object_rests(const ObjectShape& shape, const ObjectState& state, std::uint32_t depth);
    Rests array_rests(const ArrayShape& shape, const ArrayState& state, std::uint32_t depth,
                      std::uint32_t more, ArrayMemo& memo);
    /// Adds `key` with each of the node's values, before each of the tails. The first `others` have no such
    /// key.
    void add(const std::string& key, std::uint32_t node, const Rests& tails, std::uint32_t depth,
             std::size_t others, Rests& out);
    void add_strings(const StringShape& shape, std::vector<std::string>& out);
    void add_numbers(const Language& numbers, std::vector<std::string>& out);

    const Grammar& grammar_;
    std::size_t limit_ = 0;
    bool cut_ = false;      ///< something was left out for its depth or length
    std::int64_t work_ = 0; ///< that may still be done
    struct Known {
        Values values;
        bool cut;
    };
    std::map<std::tuple<std::uint32_t, std::uint32_t, std::size_t>, Known> known_; ///< by node, depth, limit
};

} // namespace hadal::grammar
