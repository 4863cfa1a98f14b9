#include "engine/grammar/numbers.h"

#include "engine/grammar/explorer.h"
#include "engine/grammar/regex.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace hadal::grammar {

std::optional<NumberSet> intersect(const NumberSet& a, const NumberSet& b) {
    NumberSet out = a;
    if (a.kind != b.kind) {
        if (a.kind != NumberSet::Any && b.kind != NumberSet::Any)
            return std::nullopt;
        out.kind = a.kind == NumberSet::Any ? b.kind : a.kind;
    }
    if (b.low &&
        (!out.low || b.low->value > out.low->value || (b.low->value == out.low->value && b.low->exclusive)))
        out.low = b.low;
    if (b.high && (!out.high || b.high->value < out.high->value ||
                   (b.high->value == out.high->value && b.high->exclusive)))
        out.high = b.high;
    const auto add = [](std::vector<Decimal>& to, const std::vector<Decimal>& from) {
        for (const Decimal& d : from)
            if (std::find(to.begin(), to.end(), d) == to.end())
                to.push_back(d);
    };
    add(out.multiples, b.multiples);
    add(out.not_multiples, b.not_multiples);
    if (out.low && out.high) {
        if (out.low->value > out.high->value)
            return std::nullopt;
        if (out.is_point() && (out.low->exclusive || out.high->exclusive))
            return std::nullopt;
        if (out.is_point() && ((out.kind == NumberSet::Integer && !out.low->value.is_integer()) ||
                               (out.kind == NumberSet::Fractional && out.low->value.is_integer())))
            return std::nullopt;
    }
    return out;
}

std::vector<NumberSet> complement(const NumberSet& set) {
    std::vector<NumberSet> out;
    if (set.kind != NumberSet::Any) {
        out.emplace_back();
        out.back().kind = set.kind == NumberSet::Integer ? NumberSet::Fractional : NumberSet::Integer;
    }
    if (set.low) {
        out.emplace_back();
        out.back().high = NumberSet::Bound{set.low->value, !set.low->exclusive};
    }
    if (set.high) {
        out.emplace_back();
        out.back().low = NumberSet::Bound{set.high->value, !set.high->exclusive};
    }
    for (const Decimal& m : set.multiples) {
        out.emplace_back();
        out.back().not_multiples = {m};
    }
    for (const Decimal& m : set.not_multiples) {
        out.emplace_back();
        out.back().multiples = {m};
    }
    return out;
}

namespace {

/// Bounds of the absolute value for one sign.
struct Magnitudes {
    bool possible = true;
    std::optional<NumberSet::Bound> low, high;
};

Magnitudes magnitudes(const NumberSet& set, bool negative) {
    Magnitudes out{true, set.low, set.high};
    if (negative) {
        std::swap(out.low, out.high);
        for (auto* bound : {&out.low, &out.high})
            if (*bound)
                (*bound)->value = (*bound)->value.negated();
    }
    if (out.low && (out.low->value.negative()))
        out.low.reset();
    if (out.high && out.high->value.negative())
        out.possible = false;
    return out;
}

/// How the digits read so far compare with a bound.
struct Comparison {
    std::string integer, fraction; ///< of the bound
    bool exclusive = false;

    // In the integer part `n` counts digits, one past the bound's number at most; in the fraction it is the
    // number of digits that equalled the bound's. `order` is -1, 0 or 1.
    void integer_digit(std::int32_t& n, std::int32_t& order, char digit) const {
        if (static_cast<std::size_t>(n) < integer.size()) {
            if (order == 0)
                order = digit < integer[static_cast<std::size_t>(n)]   ? -1
                        : digit > integer[static_cast<std::size_t>(n)] ? 1
                                                                       : 0;
            ++n;
        } else {
            n = static_cast<std::int32_t>(integer.size()) + 1;
            order = 1;
        }
    }
    void end_integer(std::int32_t& n, std::int32_t& order) const {
        if (static_cast<std::size_t>(n) < integer.size())
            order = -1;
        n = 0;
    }
    void fraction_digit(std::int32_t& n, std::int32_t& order, char digit) const {
        if (order != 0)
            return;
        const char other =
            static_cast<std::size_t>(n) < fraction.size() ? fraction[static_cast<std::size_t>(n)] : '0';
        order = digit < other ? -1 : digit > other ? 1 : 0;
        n = order != 0 ? 0 : std::min(n + 1, static_cast<std::int32_t>(fraction.size()));
    }
    int final_order(std::int32_t n, std::int32_t order) const {
        return order == 0 && static_cast<std::size_t>(n) < fraction.size() ? -1 : order;
    }
};

struct Remainder {
    std::int64_t modulus = 1; ///< of the number × 10^scale
    std::int32_t scale = 0;
    bool wanted = true; ///< a multiple, or not one
};

constexpr std::int64_t largest_modulus = 1'000'000;
constexpr std::int32_t largest_scale = 18;

/// Nothing where there are too many remainders to count.
std::optional<Remainder> remainder_of(const Decimal& m, bool wanted) {
    Remainder out;
    out.wanted = wanted;
    out.scale = static_cast<std::int32_t>(m.fraction_digits().size());
    const std::string digits = m.integer_digits() + m.fraction_digits();
    const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), out.modulus);
    if (result.ec != std::errc() || out.modulus > largest_modulus || out.scale > largest_scale)
        return std::nullopt;
    return out;
}

std::int64_t power_of_ten_mod(std::int32_t exponent, std::int64_t modulus) {
    std::int64_t power = 1 % modulus;
    while (exponent-- > 0)
        power = power * 10 % modulus;
    return power;
}

/// Reads digits and knows, at each point, whether the number so far is a member.
class NumberReader {
  public:
    explicit NumberReader(const NumberSet& set) : set_(set) {
        for (const bool negative : {false, true}) {
            signs_[negative] = magnitudes(set, negative);
            bounds_[negative][0] = comparison(signs_[negative].low);
            bounds_[negative][1] = comparison(signs_[negative].high);
        }
        for (const Decimal& m : set.multiples)
            remainders_.push_back(remainder_of(m, true).value());
        for (const Decimal& m : set.not_multiples)
            remainders_.push_back(remainder_of(m, false).value());
    }

    // phase, negative, low n, low order, high n, high order, some fraction digit is not 0,
    // then per remainder: value, fraction digits so far, broken
    using Key = std::vector<std::int32_t>;
    enum Phase { Start, AfterSign, Zero, Digits, Point, Fraction, Exponent, ExponentSign, ExponentDigits };

    Key start() const { return Key(fixed + 3 * remainders_.size(), 0); }

    void expand(const Key& key, Expansion<Key>& out) const {
        out.label = accepts(key) ? 1 : 0;
        const auto phase = static_cast<Phase>(key[0]);
        const auto lead_to = [&](char byte, Key to, Phase next) {
            to[0] = next;
            out.add(static_cast<char32_t>(byte), static_cast<char32_t>(byte), std::move(to));
        };
        if (phase >= Exponent) {
            if (phase == Exponent)
                lead_to('+', key, ExponentSign), lead_to('-', key, ExponentSign);
            Key longer = key;
            if (++longer[2] <= longest_exponent) // the place of a comparison that is over
                for (char digit = '0'; digit <= '9'; ++digit)
                    lead_to(digit, longer, ExponentDigits);
            return;
        }
        if (phase == Start && signs_[1].possible) {
            Key to = key;
            to[1] = 1;
            lead_to('-', std::move(to), AfterSign);
        }
        if ((phase == Zero || phase == Digits) && set_.kind != NumberSet::Integer) {
            Key to = key;
            end_integer(to);
            lead_to('.', std::move(to), Point);
        }
        if (phase != Zero && (phase != Start || signs_[0].possible))
            for (char digit = '0'; digit <= '9'; ++digit)
                out.add(static_cast<char32_t>(digit), static_cast<char32_t>(digit), after(key, digit));
        // A power of ten changes neither the sign nor whether the number is zero.
        if (out.label && knows_signs_only())
            lead_to('E', start(), Exponent), lead_to('e', start(), Exponent);
    }

  private:
    static constexpr std::int32_t longest_exponent = 4; ///< digits

    bool knows_signs_only() const {
        return set_.kind == NumberSet::Any && remainders_.empty() && !set_.is_point() &&
               (!set_.low || set_.low->value.is_zero()) && (!set_.high || set_.high->value.is_zero());
    }

    static constexpr std::size_t fixed = 7;

    static Comparison comparison(const std::optional<NumberSet::Bound>& bound) {
        if (!bound)
            return {};
        return {bound->value.integer_digits(), bound->value.fraction_digits(), bound->exclusive};
    }

    Key after(const Key& key, char digit) const {
        Key to = key;
        const auto phase = static_cast<Phase>(key[0]);
        const auto& bounds = bounds_[static_cast<std::size_t>(key[1])];
        const auto& sign = signs_[static_cast<std::size_t>(key[1])];
        const bool fraction = phase == Point || phase == Fraction;
        to[0] = fraction ? Fraction : (phase == Start || phase == AfterSign) && digit == '0' ? Zero : Digits;
        for (std::size_t i = 0; i < 2; ++i) {
            if (!(i == 0 ? sign.low : sign.high))
                continue;
            if (fraction)
                bounds[i].fraction_digit(to[2 + 2 * i], to[3 + 2 * i], digit);
            else
                bounds[i].integer_digit(to[2 + 2 * i], to[3 + 2 * i], digit);
        }
        if (fraction && digit != '0' && set_.kind == NumberSet::Fractional)
            to[6] = 1;
        for (std::size_t i = 0; i < remainders_.size(); ++i) {
            const Remainder& r = remainders_[i];
            std::int32_t* state = &to[fixed + 3 * i];
            if (fraction && state[1] == r.scale) {
                if (digit != '0')
                    state[2] = 1;
            } else {
                state[0] =
                    static_cast<std::int32_t>((std::int64_t{state[0]} * 10 + (digit - '0')) % r.modulus);
                state[1] += fraction;
            }
            if (state[2])
                state[0] = 0;
        }
        return to;
    }

    void end_integer(Key& key) const {
        const auto& bounds = bounds_[static_cast<std::size_t>(key[1])];
        const auto& sign = signs_[static_cast<std::size_t>(key[1])];
        for (std::size_t i = 0; i < 2; ++i)
            if (i == 0 ? sign.low : sign.high)
                bounds[i].end_integer(key[2 + 2 * i], key[3 + 2 * i]);
    }

    bool accepts(Key key) const {
        const auto phase = static_cast<Phase>(key[0]);
        if (phase == Start || phase == AfterSign || phase == Point || phase >= Exponent)
            return phase == ExponentDigits;
        // -0 is 0; one spelling of an integer is enough.
        if (set_.kind == NumberSet::Integer && phase == Zero && key[1])
            return false;
        if (phase != Fraction)
            end_integer(key);
        const auto& bounds = bounds_[static_cast<std::size_t>(key[1])];
        const auto& sign = signs_[static_cast<std::size_t>(key[1])];
        if (sign.low) {
            const int order = bounds[0].final_order(key[2], key[3]);
            if (order < 0 || (order == 0 && bounds[0].exclusive))
                return false;
        }
        if (sign.high) {
            const int order = bounds[1].final_order(key[4], key[5]);
            if (order > 0 || (order == 0 && bounds[1].exclusive))
                return false;
        }
        if (set_.kind == NumberSet::Fractional && !key[6])
            return false;
        for (std::size_t i = 0; i < remainders_.size(); ++i) {
            const Remainder& r = remainders_[i];
            const std::int32_t* state = &key[fixed + 3 * i];
            const std::int64_t rest = state[0] * power_of_ten_mod(r.scale - state[1], r.modulus) % r.modulus;
            if ((rest == 0 && !state[2]) != r.wanted)
                return false;
        }
        return true;
    }

    const NumberSet& set_;
    std::array<Magnitudes, 2> signs_;
    std::array<std::array<Comparison, 2>, 2> bounds_;
    std::vector<Remainder> remainders_;
};

std::vector<std::string> spellings(const Decimal& value, NumberSet::Kind kind) {
    const std::string sign = value.negative() ? "-" : "";
    if (!value.is_integer())
        return {sign + value.integer_digits() + "." + value.fraction_digits()};
    std::vector<std::string> out{sign + value.integer_digits()};
    if (kind == NumberSet::Any)
        out.push_back(out[0] + ".0");
    return out;
}

bool is_literal(const NumberSet& set) {
    return set.is_point() && set.multiples.empty() && set.not_multiples.empty();
}

} // namespace

bool can_count_remainders(const Decimal& multiple) {
    return remainder_of(multiple, true).has_value();
}

Language number_language(const NumberSet& set, Work& work) {
    if (is_literal(set)) {
        const auto words = spellings(set.low->value, set.kind);
        return std::make_shared<Dfa>(dfa_of_words(words, work));
    }
    if (set.unbounded() && set.kind == NumberSet::Any) {
        static const Language any = [] {
            Work own;
            return whole_language("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,4})?", own);
        }();
        return any;
    }
    const NumberReader reader(set);
    return std::make_shared<Dfa>(explore(
        reader.start(),
        [&](const NumberReader::Key& key, Expansion<NumberReader::Key>& out) { reader.expand(key, out); },
        work));
}

Language number_language(const std::vector<NumberSet>& sets, Work& work) {
    std::vector<std::string> literals;
    std::vector<Language> parts;
    for (const NumberSet& set : sets) {
        if (is_literal(set))
            for (std::string& word : spellings(set.low->value, set.kind))
                literals.push_back(std::move(word));
        else
            parts.push_back(number_language(set, work));
    }
    if (!literals.empty())
        parts.push_back(std::make_shared<Dfa>(dfa_of_words(literals, work)));
    std::erase_if(parts, [](const Language& language) { return language->empty(); });
    if (parts.empty())
        return std::make_shared<Dfa>();
    return union_of(parts, work);
}

Language spellings_of(const Decimal& value, Work& work) {
    NumberSet set;
    set.low = set.high = NumberSet::Bound{value, false};
    const NumberReader reader(set);
    return std::make_shared<Dfa>(explore(
        reader.start(),
        [&](const NumberReader::Key& key, Expansion<NumberReader::Key>& out) { reader.expand(key, out); },
        work));
}

Language without_exponents(const Language& numbers, Work& work) {
    static const Language plain = [] {
        Work own;
        return whole_language("-?[0-9]+(\\.[0-9]+)?", own);
    }();
    return intersection(numbers, plain, work);
}

std::uint64_t count_numbers(const Language& numbers, std::uint64_t limit, Work& work) {
    // Each number has one spelling without superfluous zeros, and every language of numbers has it.
    static const Language shortest = [] {
        Work own;
        return whole_language("0|-?([1-9][0-9]*|(0|[1-9][0-9]*)\\.[0-9]*[1-9])", own);
    }();
    return count_words(*intersection(numbers, shortest, work), limit);
}

} // namespace hadal::grammar
