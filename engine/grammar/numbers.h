// Sets of numbers, as JSON Schema describes them, and the texts that spell their members.
#pragma once

#include "engine/base/json.h"
#include "engine/grammar/dfa.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hadal::grammar {

/// An exact decimal number: ± digits × 10^-scale. Zero is not negative; no digit is superfluous.
class Decimal {
  public:
    Decimal() = default;
    /// A JSON number; floats by their shortest spelling. Throws Unsupported where it has more than a few
    /// hundred digits.
    explicit Decimal(const Json& number);

    bool negative() const { return negative_; }
    bool is_zero() const { return digits_.empty(); }
    bool is_integer() const { return scale_ <= 0; }
    /// Of the absolute value, without superfluous zeros: "0" and "" for zero.
    std::string integer_digits() const;
    std::string fraction_digits() const;
    Decimal negated() const;
    std::string text() const; ///< the shortest spelling without an exponent

    std::strong_ordering operator<=>(const Decimal& other) const;
    bool operator==(const Decimal& other) const = default;

  private:
    bool negative_ = false;
    std::string digits_; ///< neither first nor last is 0; empty: zero
    std::int64_t scale_ = 0;
};

struct NumberSet {
    struct Bound {
        Decimal value;
        bool exclusive = false;
        bool operator==(const Bound&) const = default;
    };
    enum Kind { Any, Integer, Fractional } kind = Any; ///< Fractional: those that are no integers
    std::optional<Bound> low, high;
    std::vector<Decimal> multiples;     ///< of all of these, which are positive
    std::vector<Decimal> not_multiples; ///< of none of these
    bool operator==(const NumberSet&) const = default;

    bool is_point() const { return low && high && low->value == high->value; }
    bool unbounded() const { return !low && !high && multiples.empty() && not_multiples.empty(); }
};

/// Nothing where the intersection is seen to be empty.
std::optional<NumberSet> intersect(const NumberSet& a, const NumberSet& b);
std::vector<NumberSet> complement(const NumberSet& set);

/// Whether multiples can be told by counting remainders.
bool can_count_remainders(const Decimal& multiple);

/// The spellings of the members. Integers are spelled without fraction and exponent; an exponent is possible
/// only where nothing restricts the number but perhaps a bound of zero, and has at most four
/// digits.
Language number_language(const NumberSet& set, Work& work);
/// The same for a union of sets.
Language number_language(const std::vector<NumberSet>& sets, Work& work);
/// Every spelling of one number without an exponent.
Language spellings_of(const Decimal& value, Work& work);
/// The spellings of a language without exponents.
Language without_exponents(const Language& numbers, Work& work);
/// How many different numbers a language without exponents spells, `limit` where there are at least that
/// many.
std::uint64_t count_numbers(const Language& numbers, std::uint64_t limit, Work& work);

} // namespace hadal::grammar
