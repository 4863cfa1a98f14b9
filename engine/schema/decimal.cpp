#include "engine/schema/decimal.h"

#include "kernels/error.h"

#include <charconv>
#include <cmath>
#include <cstdint>

namespace hadal::schema {
namespace {

constexpr long max_exponent = 100000;

/// Divisors of up to so many digits leave room for one digit more in 64 bits.
constexpr std::size_t small_digits = 18;

/// Whether the divisor divides digits·10^zeros.
bool divides_small(std::uint64_t divisor, std::string_view digits, long zeros) {
    std::uint64_t remainder = 0;
    for (const char digit : digits)
        remainder = (remainder * 10 + static_cast<std::uint64_t>(digit - '0')) % divisor;
    for (; zeros > 0 && remainder != 0; --zeros)
        remainder = remainder * 10 % divisor;
    return remainder == 0;
}

/// A number of any size below ten times the divisor; digits '0' to '9', as many as the divisor has and one
/// more.
class LongRemainder {
  public:
    explicit LongRemainder(std::string_view divisor) : divisor_("0"), value_(divisor.size() + 1, '0') {
        divisor_ += divisor;
    }

    void push(char digit) {
        value_.erase(0, 1);
        value_ += digit;
        while (value_ >= divisor_)
            subtract();
    }
    bool is_zero() const { return value_.find_first_not_of('0') == std::string::npos; }

  private:
    void subtract() {
        int borrow = 0;
        for (std::size_t i = value_.size(); i-- > 0;) {
            const int difference = value_[i] - divisor_[i] - borrow;
            borrow = difference < 0;
            value_[i] = static_cast<char>('0' + difference + 10 * borrow);
        }
    }

    std::string divisor_, value_;
};

} // namespace

bool is_number(const Json& value) {
    if (value.is_number_float())
        return std::isfinite(value.get<double>());
    return value.is_number() || is_exact_number(value);
}

Decimal::Decimal(const Json& number) {
    char buffer[64];
    const auto print = [&](auto... value) {
        return std::string_view(buffer, std::to_chars(buffer, buffer + sizeof buffer, value...).ptr);
    };
    if (number.is_number_unsigned())
        read(print(number.get<std::uint64_t>()));
    else if (number.is_number_integer())
        read(print(number.get<std::int64_t>()));
    else if (number.is_number_float())
        read(print(number.get<double>(), std::chars_format::scientific));
    else
        read(exact_number_text(number));
}

void Decimal::read(std::string_view text) {
    negative_ = text.starts_with('-');
    const std::size_t e = std::min(text.find_first_of("eE"), text.size());
    long places = 0; // digits after the point
    bool fraction = false;
    for (const char c : text.substr(negative_, e - negative_)) {
        if (c == '.') {
            fraction = true;
            continue;
        }
        places += fraction;
        if (c != '0' || !digits_.empty())
            digits_ += c;
    }
    const std::size_t written = digits_.size();
    digits_.erase(digits_.find_last_not_of('0') + 1);
    if (digits_.empty()) {
        negative_ = false;
        return;
    }
    if (e < text.size()) {
        const std::string_view power = text.substr(e + 1 + (text[e + 1] == '+'));
        const auto end = power.data() + power.size();
        if (std::from_chars(power.data(), end, exponent_).ec != std::errc() ||
            std::labs(exponent_) > max_exponent)
            throw Error(ErrorKind::InvalidInput, "Expected a number with an exponent of at most " +
                                                     std::to_string(max_exponent) + ", found e" +
                                                     std::string(power.substr(0, 20)) + ".");
    }
    exponent_ += static_cast<long>(written - digits_.size()) - places;
}

bool Decimal::is_multiple_of(const Decimal& divisor) const {
    if (digits_.empty())
        return true;
    if (exponent_ < divisor.exponent_) // the last digit is not zero, and lies below the divisor's last
        return false;
    const long zeros = exponent_ - divisor.exponent_;
    if (divisor.digits_.size() <= small_digits) {
        std::uint64_t small = 0;
        std::from_chars(divisor.digits_.data(), divisor.digits_.data() + divisor.digits_.size(), small);
        return divides_small(small, digits_, zeros);
    }
    LongRemainder remainder(divisor.digits_);
    for (const char digit : digits_)
        remainder.push(digit);
    for (long i = 0; i < zeros && !remainder.is_zero(); ++i)
        remainder.push('0');
    return remainder.is_zero();
}

std::string Decimal::text() const {
    return (negative_ ? "-" : "") + digits_ + "e" + std::to_string(exponent_);
}

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
    const auto sign = [](const Decimal& n) { return n.digits_.empty() ? 0 : n.negative_ ? -1 : 1; };
    if (sign(a) != sign(b) || sign(a) == 0)
        return sign(a) <=> sign(b);
    const auto magnitude = [](const Decimal& n) { return static_cast<long>(n.digits_.size()) + n.exponent_; };
    std::strong_ordering order = magnitude(a) <=> magnitude(b);
    if (order == 0) // without zeros at the end, digits compare like words
        order = a.digits_.compare(b.digits_) <=> 0;
    return a.negative_ ? 0 <=> order : order;
}

} // namespace hadal::schema
