#include "app/schemas/answer_export.h"

#include "kernels/error.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

namespace hadal::schemas {
namespace {

void needList(const Json& value) {
    if (!value.is_array())
        throw Error(ErrorKind::InvalidInput,
                    "Only a list can be exported line by line. Export it as JSON instead.");
}

std::string cell(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos &&
        (text.empty() || (text.front() != ' ' && text.back() != ' ')))
        return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"')
            quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

using Row = std::unordered_map<std::string, std::string>;

class Table {
  public:
    void add(const Json& item) {
        rows_.emplace_back();
        if (item.is_object())
            flatten(item, {}, 0);
        else
            put("value", item);
    }
    std::string text() const {
        std::string out;
        for (std::size_t i = 0; i < columns_.size(); ++i)
            out.append(i ? "," : "").append(cell(columns_[i]));
        out += "\r\n";
        for (const Row& row : rows_) {
            for (std::size_t i = 0; i < columns_.size(); ++i) {
                const auto found = row.find(columns_[i]);
                out.append(i ? "," : "").append(found == row.end() ? std::string() : cell(found->second));
            }
            out += "\r\n";
        }
        return out;
    }

  private:
    void flatten(const Json& object, const std::string& before, int depth) {
        for (const auto& [key, value] : object.items()) {
            if (value.is_object() && !value.empty() && depth < 8)
                flatten(value, before + key + ".", depth + 1);
            else
                put(before + key, value);
        }
    }
    void put(const std::string& column, const Json& value) {
        if (known_.emplace(column, columns_.size()).second)
            columns_.push_back(column);
        rows_.back()[column] = value.is_string() ? value.get<std::string>()
                               : value.is_null() ? std::string()
                                                 : print_compact(value);
    }

    std::vector<std::string> columns_;
    std::unordered_map<std::string, std::size_t> known_;
    std::vector<Row> rows_;
};

} // namespace

std::string jsonLines(const Json& list) {
    needList(list);
    std::string out;
    for (const Json& item : list)
        out += print_compact(item) + '\n';
    return out;
}

std::string csv(const Json& list) {
    needList(list);
    Table table;
    for (const Json& item : list)
        table.add(item);
    return table.text();
}

} // namespace hadal::schemas
