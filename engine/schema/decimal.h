// Numbers as JSON means them: exact decimals of any size.
#pragma once

#include "engine/base/json.h"

#include <compare>
#include <string>
#include <string_view>

namespace hadal::schema {

/// Whether the value is a number that JSON knows; NaN and the infinities are none.
bool is_number(const Json& value);

/// A decimal number, exactly. A double stands for its shortest decimal text, so 0.1 is one tenth.
class Decimal {
  public:
    /// `number` satisfies is_number(). Throws Error(InvalidInput) for an exponent beyond ±100000.
    explicit Decimal(const Json& number);

    bool is_integer() const { return exponent_ >= 0; }
    bool is_positive() const { return !negative_ && !digits_.empty(); }
    /// How many digits the number has without the zeros at its two ends.
    std::size_t significant_digits() const { return digits_.size(); }
    /// `divisor` is positive. The time grows with the product of both numbers' digits.
    bool is_multiple_of(const Decimal& divisor) const;
    /// Equal for equal numbers, however they were written: digits, `e`, exponent.
    std::string text() const;

    friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b);
    friend bool operator==(const Decimal& a, const Decimal& b) { return (a <=> b) == 0; }

  private:
    void read(std::string_view text);

    // digits * 10^exponent; no zeros at either end, no digits at all for zero
    bool negative_ = false;
    std::string digits_;
    long exponent_ = 0;
};

} // namespace hadal::schema
