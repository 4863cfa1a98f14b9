#include "engine/schema/keyword_tools.h"

#include "engine/schema/decimal.h"

#include <limits>

namespace hadal::schema {
namespace {

/// Values longer than this are cut in messages.
constexpr std::size_t shown_length = 60;

class CountBound : public Assertion {
  public:
    CountBound(const Place& place, std::string_view name, bool at_least, const Json& limit,
               std::string_view unit, Counter counter)
        : Assertion(place, name), at_least_(at_least), limit_(count_of(limit)), unit_(unit),
          counter_(counter) {}

  private:
    bool holds(const Json& value) const override {
        const auto count = counter_(value);
        return !count || (at_least_ ? *count >= limit_ : *count <= limit_);
    }
    std::string complaint(const Json& value) const override {
        return "Expected at " + std::string(at_least_ ? "least " : "most ") + std::to_string(limit_) + " " +
               unit_ + ", found " + std::to_string(*counter_(value)) + ".";
    }

    bool at_least_;
    std::size_t limit_;
    std::string unit_;
    Counter counter_;
};

} // namespace

std::size_t count_of(const Json& value) {
    constexpr auto largest = std::numeric_limits<std::size_t>::max();
    if (Decimal(value) > Decimal(Json(largest)))
        return largest;
    return value.is_number_float() ? static_cast<std::size_t>(value.get<double>()) : value.get<std::size_t>();
}

void add_count_bounds(Node& node, std::string_view at_least, std::string_view at_most, std::string_view unit,
                      Counter counter) {
    for (const bool lower : {true, false})
        if (const Json* limit = node.place.find(lower ? at_least : at_most))
            node.keywords.push_back(std::make_unique<CountBound>(node.place, lower ? at_least : at_most,
                                                                 lower, *limit, unit, counter));
}

std::string shown(const Json& value) {
    std::string text = print_compact(value);
    if (text.size() <= shown_length)
        return text;
    std::size_t end = shown_length;
    while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    return text.substr(0, end) + "…";
}

} // namespace hadal::schema
