#include "engine/base/json.h"

#include "engine/base/utf8.h"
#include "kernels/error.h"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <locale>
#include <sstream>
#include <unordered_map>
#include <utility>
#include <vector>

namespace hadal {
namespace {

/// Mark the binary values that hold the digits of a big integer, and the text of another exact number.
constexpr std::uint64_t big_integer_subtype = 0x696e74, exact_number_subtype = 0x646563;

Json number_from_text(std::string_view text, std::uint64_t subtype) {
    return Json::binary(Json::binary_t::container_type(text.begin(), text.end()), subtype);
}

bool has_subtype(const Json& value, std::uint64_t subtype) {
    return value.is_binary() && value.get_binary().has_subtype() && value.get_binary().subtype() == subtype;
}

/// Whether the shortest text of the double is the number that was written: up to 15 significant digits always
/// survive, unless the value is so small that the double has fewer.
bool double_holds(std::string_view text, double value) {
    std::size_t significant = 0, zeros = 0;
    for (const char c : text.substr(0, text.find_first_of("eE"))) {
        if (c == '0')
            zeros += significant > 0;
        else if (c >= '1' && c <= '9') {
            significant += zeros + 1;
            zeros = 0;
        }
    }
    return significant == 0 || (significant <= 15 && std::isfinite(value) && std::fabs(value) >= 1e-290);
}

/// Larger objects find their duplicate keys through a hash table.
constexpr std::size_t few_members = 16;

class Parser {
  public:
    Parser(std::string_view text, Numbers numbers) : text_(text), exact_(numbers == Numbers::Exact) {}

    Json parse_document() {
        skip_space();
        Json value = parse_value(0);
        skip_space();
        if (at_ != text_.size())
            fail("the end of the text");
        return value;
    }

  private:
    /// Reports what was expected at the current position, and what is there.
    [[noreturn]] void fail(const std::string& expected) const {
        std::size_t line = 1;
        for (std::size_t i = 0; i < at_ && i < text_.size(); ++i)
            line += text_[i] == '\n';
        std::string found = "the text ends";
        if (at_ < text_.size()) {
            const auto byte = static_cast<unsigned char>(text_[at_]);
            constexpr char hex[] = "0123456789abcdef";
            found = byte > 0x20 && byte < 0x7F
                        ? std::string("found '") + text_[at_] + "'"
                        : std::string("found byte 0x") + hex[byte >> 4] + hex[byte & 15];
        }
        throw Error(ErrorKind::InvalidInput, "Invalid JSON in line " + std::to_string(line) + " at byte " +
                                                 std::to_string(at_) + ": expected " + expected + ", " +
                                                 found + ".");
    }

    bool at_end() const { return at_ >= text_.size(); }
    char peek() const { return at_end() ? '\0' : text_[at_]; }
    bool take(char c) {
        if (at_end() || text_[at_] != c)
            return false;
        ++at_;
        return true;
    }
    bool take(std::string_view word) {
        if (!text_.substr(at_).starts_with(word))
            return false;
        at_ += word.size();
        return true;
    }
    void skip_space() {
        while (!at_end() &&
               (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r'))
            ++at_;
    }

    Json parse_value(std::size_t depth) {
        if (depth > max_json_depth)
            fail("at most " + std::to_string(max_json_depth) + " nested arrays and objects");
        switch (peek()) {
        case '{':
            return parse_object(depth);
        case '[':
            return parse_array(depth);
        case '"':
            return parse_string();
        default:
            break;
        }
        if (take("null"))
            return nullptr;
        if (take("true"))
            return true;
        if (take("false"))
            return false;
        if (!exact_ && take("NaN"))
            return std::numeric_limits<double>::quiet_NaN();
        if (!exact_ && take("Infinity"))
            return std::numeric_limits<double>::infinity();
        if (!exact_ && take("-Infinity"))
            return -std::numeric_limits<double>::infinity();
        return parse_number();
    }

    Json parse_array(std::size_t depth) {
        ++at_;
        Json array = Json::array();
        skip_space();
        if (take(']'))
            return array;
        for (;;) {
            skip_space();
            array.push_back(parse_value(depth + 1));
            skip_space();
            if (take(']'))
                return array;
            if (!take(','))
                fail("',' or ']'");
        }
    }

    Json parse_object(std::size_t depth) {
        ++at_;
        std::vector<std::pair<std::string, Json>> members;
        std::unordered_map<std::string, std::size_t> places; // filled once there are many members
        skip_space();
        if (!take('}')) {
            for (;;) {
                skip_space();
                if (peek() != '"')
                    fail("a key in quotes");
                std::string key = parse_string();
                skip_space();
                if (!take(':'))
                    fail("':'");
                skip_space();
                Json value = parse_value(depth + 1);
                const std::size_t place = place_of(key, members, places);
                if (place == members.size())
                    members.emplace_back(std::move(key), std::move(value));
                else
                    members[place].second = std::move(value);
                skip_space();
                if (take('}'))
                    break;
                if (!take(','))
                    fail("',' or '}'");
            }
        }
        Json json = Json::object();
        auto& object = json.get_ref<Json::object_t&>();
        object.reserve(members.size());
        for (auto& [key, value] : members) // the map's own insertion would search for the key again
            object.Json::object_t::Container::emplace_back(std::move(key), std::move(value));
        return json;
    }

    /// The index of the member with this key, or the number of members; the caller then appends it.
    static std::size_t place_of(const std::string& key,
                                const std::vector<std::pair<std::string, Json>>& members,
                                std::unordered_map<std::string, std::size_t>& places) {
        if (members.size() < few_members) {
            std::size_t place = 0;
            while (place < members.size() && members[place].first != key)
                ++place;
            return place;
        }
        if (places.empty())
            for (std::size_t i = 0; i < members.size(); ++i)
                places.emplace(members[i].first, i);
        return places.try_emplace(key, members.size()).first->second;
    }

    std::string parse_string() {
        ++at_;
        std::string out;
        for (;;) {
            if (at_end())
                fail("a closing quote");
            const auto byte = static_cast<unsigned char>(text_[at_]);
            if (byte == '"') {
                ++at_;
                return out;
            }
            if (byte == '\\')
                parse_escape(out);
            else if (byte < 0x20)
                fail("an escape such as \\n in place of a control character");
            else if (byte < 0x80)
                out += text_[at_++];
            else
                take_utf8(out);
        }
    }

    void take_utf8(std::string& out) {
        const auto [kind, length] = utf8_step(text_.substr(at_));
        if (kind != Utf8Step::Whole)
            fail("UTF-8 text");
        out += text_.substr(at_, length);
        at_ += length;
    }

    void parse_escape(std::string& out) {
        ++at_;
        constexpr std::string_view letters = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
        if (const auto i = letters.find(peek()); !at_end() && i != letters.npos) {
            out += meanings[i];
            ++at_;
            return;
        }
        if (!take('u'))
            fail("one of \"\\/bfnrtu after a backslash");
        char32_t c = parse_hex4();
        if (c >= 0xD800 && c < 0xDC00 && text_.substr(at_).starts_with("\\u")) {
            const std::size_t before = at_;
            at_ += 2;
            const char32_t low = parse_hex4();
            if (low >= 0xDC00 && low < 0xE000)
                c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
            else
                at_ = before;
        }
        append_utf8(out, c >= 0xD800 && c < 0xE000 ? 0xFFFD : c);
    }

    char32_t parse_hex4() {
        char32_t c = 0;
        for (int i = 0; i < 4; ++i, ++at_) {
            const char digit = peek();
            if (digit >= '0' && digit <= '9')
                c = c * 16 + static_cast<char32_t>(digit - '0');
            else if (digit >= 'a' && digit <= 'f')
                c = c * 16 + static_cast<char32_t>(digit - 'a' + 10);
            else if (digit >= 'A' && digit <= 'F')
                c = c * 16 + static_cast<char32_t>(digit - 'A' + 10);
            else
                fail("four hexadecimal digits");
        }
        return c;
    }

    bool take_digits() {
        const std::size_t start = at_;
        while (!at_end() && text_[at_] >= '0' && text_[at_] <= '9')
            ++at_;
        return at_ > start;
    }

    Json parse_number() {
        const std::size_t start = at_;
        const bool negative = take('-');
        if (!take('0') && !take_digits()) {
            at_ = start;
            fail("a value");
        }
        bool integer = true;
        if (const std::size_t before = at_; take('.')) {
            integer = false;
            if (!take_digits()) {
                at_ = before + 1;
                fail("a digit after the point");
            }
        }
        if (peek() == 'e' || peek() == 'E') {
            integer = false;
            ++at_;
            if (peek() == '+' || peek() == '-')
                ++at_;
            if (!take_digits())
                fail("a digit of the exponent");
        }
        const std::string_view number = text_.substr(start, at_ - start);
        return integer ? make_integer(number, negative) : make_float(number);
    }

    static Json make_integer(std::string_view number, bool negative) {
        const char* const end = number.data() + number.size();
        if (negative) {
            std::int64_t value = 0;
            if (std::from_chars(number.data(), end, value).ec == std::errc())
                return value;
        } else {
            std::uint64_t value = 0;
            if (std::from_chars(number.data(), end, value).ec == std::errc())
                return value;
        }
        return big_integer(number);
    }

    Json make_float(std::string_view number) const {
        double value = 0.0;
        const auto result = std::from_chars(number.data(), number.data() + number.size(), value);
        // from_chars does not say whether it is too large or too small.
        if (result.ec == std::errc::result_out_of_range) {
            std::istringstream stream{std::string(number)};
            stream.imbue(std::locale::classic());
            stream >> value;
            if (stream.fail())
                value = std::copysign(std::numeric_limits<double>::infinity(), value);
        }
        if (exact_ && !double_holds(number, value))
            return number_from_text(number, exact_number_subtype);
        return value;
    }

    std::string_view text_;
    bool exact_;
    std::size_t at_ = 0;
};

} // namespace

Json parse_json(std::string_view text, Numbers numbers) {
    return Parser(text, numbers).parse_document();
}

Json big_integer(std::string_view digits) {
    return number_from_text(digits, big_integer_subtype);
}

bool is_big_integer(const Json& value) {
    return has_subtype(value, big_integer_subtype);
}

std::string big_integer_digits(const Json& value) {
    if (!is_big_integer(value))
        throw Error(ErrorKind::InvalidArgument,
                    std::string("Expected a big integer, found a JSON ") + value.type_name() + ".");
    return exact_number_text(value);
}

bool is_exact_number(const Json& value) {
    return is_big_integer(value) || has_subtype(value, exact_number_subtype);
}

std::string exact_number_text(const Json& value) {
    if (!is_exact_number(value))
        throw Error(ErrorKind::InvalidArgument,
                    std::string("Expected a number kept as text, found a JSON ") + value.type_name() + ".");
    const auto& bytes = value.get_binary();
    return std::string(bytes.begin(), bytes.end());
}

bool is_truthy(const Json& value) {
    switch (value.type()) {
    case Json::value_t::null:
        return false;
    case Json::value_t::boolean:
        return value.get<bool>();
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned:
    case Json::value_t::number_float:
        return value.get<double>() != 0.0;
    case Json::value_t::string:
        return !value.get_ref<const std::string&>().empty();
    case Json::value_t::array:
    case Json::value_t::object:
        return !value.empty();
    default:
        return true;
    }
}

} // namespace hadal
