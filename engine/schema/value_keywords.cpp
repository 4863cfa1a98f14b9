// type, enum, const and the bounds of numbers.
#include "engine/schema/decimal.h"
#include "engine/schema/keyword_tools.h"
#include "engine/schema/node.h"
#include "engine/schema/shapes.h"
#include "engine/schema/value_key.h"

#include <algorithm>
#include <unordered_set>

namespace hadal::schema {
namespace {

/// Longer divisors would make the check of one number slow.
constexpr std::size_t max_divisor_digits = 1000;

class Type : public Assertion {
  public:
    Type(const Place& place, const Json& names) : Assertion(place, "type") {
        for (const Json& name : names.is_array() ? names : Json::array({names}))
            names_.push_back(name.get<std::string>());
        // In draft 4, 1.0 is no integer.
        literal_integers_ = place.resource.dialect.draft == Draft::Draft4;
    }

  private:
    bool holds(const Json& value) const override {
        return std::any_of(names_.begin(), names_.end(),
                           [&](const std::string& name) { return is(value, name); });
    }
    bool is(const Json& value, const std::string& name) const {
        if (name == "integer")
            return is_number(value) && (literal_integers_ ? value.is_number_integer() || is_big_integer(value)
                                                          : Decimal(value).is_integer());
        if (name == "number")
            return is_number(value);
        return (name == "string" && value.is_string()) || (name == "object" && value.is_object()) ||
               (name == "array" && value.is_array()) || (name == "boolean" && value.is_boolean()) ||
               (name == "null" && value.is_null());
    }
    std::string complaint(const Json& value) const override {
        std::string expected;
        for (std::size_t i = 0; i < names_.size(); ++i)
            expected += (i == 0 ? "" : i + 1 == names_.size() ? " or " : ", ") + names_[i];
        return "Expected the type " + expected + ", found " + kind_of(value) + ".";
    }

    std::vector<std::string> names_;
    bool literal_integers_;
};

/// `enum`, and `const` as an enum of one.
class Enum : public Assertion {
  public:
    Enum(const Place& place, std::string_view name, const Json& values) : Assertion(place, name) {
        constexpr std::size_t enough = 60; // bytes of the values in messages
        for (const Json& value : values) {
            keys_.insert(value_key(value));
            if (expected_.size() <= enough)
                expected_ += (expected_.empty() ? "" : ", ") + shown(value);
            else if (!expected_.ends_with("…"))
                expected_ += ", …";
        }
    }

  private:
    bool holds(const Json& value) const override { return keys_.contains(value_key(value)); }
    std::string complaint(const Json& value) const override {
        return "Expected " + (keys_.size() == 1 ? "" : std::string("one of ")) + expected_ + ", found " +
               shown(value) + ".";
    }

    std::unordered_set<std::string> keys_;
    std::string expected_;
};

class Bound : public Assertion {
  public:
    enum Kind { AtLeast, Above, AtMost, Below };
    Bound(const Place& place, std::string_view name, Kind kind, const Json& limit)
        : Assertion(place, name), kind_(kind), limit_(limit), shown_(print_compact(limit)) {}

  private:
    bool holds(const Json& value) const override {
        if (!is_number(value))
            return true;
        const auto order = Decimal(value) <=> limit_;
        return kind_ == AtLeast  ? order >= 0
               : kind_ == Above  ? order > 0
               : kind_ == AtMost ? order <= 0
                                 : order < 0;
    }
    std::string complaint(const Json& value) const override {
        constexpr const char* words[] = {"at least ", "more than ", "at most ", "less than "};
        return std::string("Expected a number of ") + words[kind_] + shown_ + ", found " + shown(value) + ".";
    }

    Kind kind_;
    Decimal limit_;
    std::string shown_;
};

class MultipleOf : public Assertion {
  public:
    MultipleOf(const Place& place, const Json& divisor)
        : Assertion(place, "multipleOf"), divisor_(divisor), shown_(print_compact(divisor)) {
        if (divisor_.significant_digits() > max_divisor_digits)
            throw Error(ErrorKind::Unsupported,
                        "The schema at " + place.pointer() + "/multipleOf has a divisor of more than " +
                            std::to_string(max_divisor_digits) + " digits; shorten it.");
    }

  private:
    bool holds(const Json& value) const override {
        return !is_number(value) || Decimal(value).is_multiple_of(divisor_);
    }
    std::string complaint(const Json& value) const override {
        return "Expected a multiple of " + shown_ + ", found " + shown(value) + ".";
    }

    Decimal divisor_;
    std::string shown_;
};

/// `minimum` or `maximum` with its exclusive form, which in draft 4 is a flag beside it.
void add_bound(Node& node, const char* inclusive, Bound::Kind inclusive_kind, const char* exclusive,
               Bound::Kind exclusive_kind) {
    const Place& place = node.place;
    const Json* const limit = place.find(inclusive);
    const Json* const sharp = place.find(exclusive);
    if (limit) {
        const auto kind = sharp && *sharp == true ? exclusive_kind : inclusive_kind;
        node.keywords.push_back(std::make_unique<Bound>(place, inclusive, kind, *limit));
    }
    if (sharp && !sharp->is_boolean())
        node.keywords.push_back(std::make_unique<Bound>(place, exclusive, exclusive_kind, *sharp));
}

} // namespace

void add_value_keywords(Node& node, NodeSource&) {
    const Place& place = node.place;
    if (const Json* names = place.find("type"))
        node.keywords.push_back(std::make_unique<Type>(place, *names));
    if (const Json* values = place.find("enum"))
        node.keywords.push_back(std::make_unique<Enum>(place, "enum", *values));
    if (const Json* value = place.find("const"))
        node.keywords.push_back(std::make_unique<Enum>(place, "const", Json::array({*value})));
    add_bound(node, "minimum", Bound::AtLeast, "exclusiveMinimum", Bound::Above);
    add_bound(node, "maximum", Bound::AtMost, "exclusiveMaximum", Bound::Below);
    if (const Json* divisor = place.find("multipleOf"))
        node.keywords.push_back(std::make_unique<MultipleOf>(place, *divisor));
}

} // namespace hadal::schema
