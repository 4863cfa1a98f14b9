#include "app/schemas/places.h"

#include "app/schemas/pointer.h"
#include "kernels/error.h"

#include <cstdlib>
#include <unordered_set>

namespace hadal::schemas {
namespace {

/// Walks over valid JSON.
class Walker {
  public:
    Walker(std::string_view text, std::unordered_map<std::string, int>& lines,
           std::vector<TextMark>& duplicates)
        : text_(text), lines_(lines), duplicates_(duplicates) {}

    void value(const std::string& pointer, int line) {
        skip();
        if (line == 0)
            line = line_;
        lines_.emplace(pointer, line);
        if (at_ >= text_.size())
            return;
        const char c = text_[at_];
        if (c == '{')
            object(pointer);
        else if (c == '[')
            list(pointer);
        else if (c == '"')
            string();
        else
            while (at_ < text_.size() &&
                   std::string_view(",]} \t\r\n").find(text_[at_]) == std::string_view::npos)
                ++at_;
    }

  private:
    void skip() {
        for (; at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos;
             ++at_)
            line_ += text_[at_] == '\n';
    }
    bool next(char close) {
        skip();
        if (at_ < text_.size() && text_[at_] == ',') {
            ++at_;
            skip();
        }
        if (at_ < text_.size() && text_[at_] != close)
            return true;
        ++at_;
        return false;
    }
    std::string_view string() {
        const std::size_t begin = at_++;
        for (; at_ < text_.size() && text_[at_] != '"'; ++at_)
            at_ += text_[at_] == '\\';
        return text_.substr(begin, ++at_ - begin);
    }
    void object(const std::string& pointer) {
        std::unordered_set<std::string> known;
        ++at_;
        while (next('}')) {
            const int line = line_;
            const std::string key = parse_json(string()).get<std::string>();
            if (!known.insert(key).second)
                duplicates_.push_back({line, std::string("The key ")
                                                 .append(print_json_string(key))
                                                 .append(" comes twice in one object. Remove one.")});
            skip();
            ++at_; // the colon
            value(below(pointer, key), line);
        }
    }
    void list(const std::string& pointer) {
        ++at_;
        for (std::size_t index = 0; next(']'); ++index)
            value(below(pointer, index), 0);
    }

    std::string_view text_;
    std::unordered_map<std::string, int>& lines_;
    std::vector<TextMark>& duplicates_;
    std::size_t at_ = 0;
    int line_ = 1;
};

/// "… in line 3 at byte 40: …" is how the parser names the place.
int lineNamed(const std::string& message) {
    const auto at = message.find("in line ");
    return at == std::string::npos ? 1 : std::max(1, std::atoi(message.c_str() + at + 8));
}

} // namespace

Places::Places(std::string_view text) {
    Walker(text, lines_, duplicates_).value("", 0);
}

int Places::line(std::string pointer) const {
    for (;;) {
        if (const auto found = lines_.find(pointer); found != lines_.end())
            return found->second;
        if (pointer.empty())
            return 1;
        pointer = above(pointer);
    }
}

ReadText readText(std::string_view text) {
    ReadText read;
    try {
        read.value = parse_json(text, Numbers::Exact);
        read.places = Places(text);
    } catch (const Error& error) {
        read.mark = {lineNamed(error.what()), error.what()};
        return read;
    }
    if (!read.places.duplicates().empty())
        read.mark = read.places.duplicates().front();
    else if (!read.value.is_object() && !read.value.is_boolean())
        read.mark = {1, "A schema is an object or true or false."};
    else
        read.good = true;
    return read;
}

} // namespace hadal::schemas
