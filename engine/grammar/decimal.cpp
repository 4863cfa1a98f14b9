#include "engine/grammar/numbers.h"

#include <algorithm>
#include <charconv>

namespace hadal::grammar {

namespace {

constexpr std::int64_t longest_number = 400;

} // namespace

Decimal::Decimal(const Json& number) {
    std::string text = is_big_integer(number) ? big_integer_digits(number) : print_compact(number);
    negative_ = text.starts_with('-');
    if (negative_)
        text.erase(0, 1);
    std::int64_t exponent = 0;
    if (const auto e = text.find_first_of("eE"); e != text.npos) {
        std::from_chars(text.data() + e + (text[e + 1] == '+' ? 2 : 1), text.data() + text.size(), exponent);
        text.resize(e);
    }
    if (const auto point = text.find('.'); point != text.npos) {
        scale_ = static_cast<std::int64_t>(text.size() - point - 1);
        text.erase(point, 1);
    }
    scale_ -= exponent;
    text.erase(0, std::min(text.find_first_not_of('0'), text.size()));
    while (!text.empty() && text.back() == '0') {
        text.pop_back();
        --scale_;
    }
    digits_ = text;
    if (digits_.find_first_not_of("0123456789") != digits_.npos)
        throw Error(ErrorKind::InvalidInput, "a number must be finite");
    if (digits_.empty()) {
        negative_ = false;
        scale_ = 0;
    }
    if (scale_ > longest_number || static_cast<std::int64_t>(digits_.size()) - scale_ > longest_number)
        throw Error(ErrorKind::Unsupported, "a number has more than " + std::to_string(longest_number) +
                                                " digits, which cannot be enforced");
}

std::string Decimal::integer_digits() const {
    const auto size = static_cast<std::int64_t>(digits_.size());
    if (size <= scale_ || digits_.empty())
        return "0";
    if (scale_ <= 0)
        return digits_ + std::string(static_cast<std::size_t>(-scale_), '0');
    return digits_.substr(0, static_cast<std::size_t>(size - scale_));
}

std::string Decimal::fraction_digits() const {
    if (scale_ <= 0)
        return "";
    const auto size = static_cast<std::int64_t>(digits_.size());
    if (size < scale_)
        return std::string(static_cast<std::size_t>(scale_ - size), '0') + digits_;
    return digits_.substr(static_cast<std::size_t>(size - scale_));
}

std::string Decimal::text() const {
    std::string out(negative_ ? 1 : 0, '-');
    out += integer_digits();
    if (const std::string fraction = fraction_digits(); !fraction.empty())
        out.append(1, '.').append(fraction);
    return out;
}

Decimal Decimal::negated() const {
    Decimal result = *this;
    result.negative_ = !negative_ && !is_zero();
    return result;
}

std::strong_ordering Decimal::operator<=>(const Decimal& other) const {
    if (negative_ != other.negative_)
        return negative_ ? std::strong_ordering::less : std::strong_ordering::greater;
    const std::string a = integer_digits(), b = other.integer_digits();
    std::strong_ordering order = a.size() <=> b.size();
    if (order == 0)
        order = a <=> b;
    if (order == 0)
        order = fraction_digits() <=> other.fraction_digits();
    return negative_ ? 0 <=> order : order;
}

} // namespace hadal::grammar
