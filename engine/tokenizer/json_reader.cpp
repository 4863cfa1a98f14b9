#include "engine/tokenizer/json_reader.h"

#include "engine/tokenizer/definition.h"
#include "kernels/error.h"

namespace hadal::tokenizer {
namespace {

using nlohmann::json;

[[noreturn]] void unreadable(const std::string& what) {
    throw Error(ErrorKind::InvalidFile, "The tokenizer file cannot be read: " + what);
}

/// Builds the document, and takes a detour while inside one of the tables.
class Reader : public json::json_sax_t {
  public:
    explicit Reader(TokenizerJson& result) : result_(result) {}

    bool null() override { return value(json()); }
    bool boolean(bool v) override { return value(json(v)); }
    bool number_integer(json::number_integer_t v) override {
        if (table_ == Table::Vocab)
            unreadable("the id of '" + key_ + "' in model.vocab is negative; ids count from 0.");
        return value(json(v));
    }
    bool number_unsigned(json::number_unsigned_t v) override {
        if (table_ != Table::Vocab)
            return value(json(v));
        if (v > static_cast<json::number_unsigned_t>(max_token_id))
            unreadable("the id " + std::to_string(v) + " of '" + key_ +
                       "' in model.vocab is above the highest allowed, " + std::to_string(max_token_id) +
                       ".");
        result_.vocab.emplace_back(std::move(key_), static_cast<std::int32_t>(v));
        return true;
    }
    bool number_float(json::number_float_t v, const std::string&) override { return value(json(v)); }
    bool binary(json::binary_t&) override { return false; }

    bool string(std::string& v) override {
        if (table_ == Table::Merges)
            return merge_text(v);
        return value(json(std::move(v)));
    }

    bool start_object(std::size_t) override {
        if (table_ != Table::None)
            value(json::object()); // refused there
        if (in_model() && key_ == "vocab") {
            enter(Table::Vocab, result_.has_vocab, "model.vocab");
            return true;
        }
        return push(json::object());
    }
    bool key(std::string& v) override {
        key_ = std::move(v);
        if (table_ == Table::None && containers_.back()->contains(key_))
            unreadable("the key '" + key_ + "' occurs twice in one object.");
        return true;
    }
    bool end_object() override {
        if (table_ == Table::Vocab)
            table_ = Table::None;
        else
            containers_.pop_back();
        return true;
    }

    bool start_array(std::size_t) override {
        if (table_ == Table::Merges && !in_pair_) {
            in_pair_ = true;
            pair_size_ = 0;
            result_.merges.emplace_back();
            return true;
        }
        if (table_ != Table::None)
            value(json::array()); // refused there
        if (in_model() && key_ == "merges") {
            enter(Table::Merges, result_.has_merges, "model.merges");
            return true;
        }
        return push(json::array());
    }
    bool end_array() override {
        if (in_pair_) {
            in_pair_ = false;
            if (pair_size_ != 2)
                merge_error("has " + std::to_string(pair_size_) + " parts");
        } else if (table_ == Table::Merges) {
            table_ = Table::None;
        } else {
            containers_.pop_back();
        }
        return true;
    }

    bool parse_error(std::size_t, const std::string&, const json::exception& error) override {
        unreadable(error.what());
    }

  private:
    enum class Table { None, Vocab, Merges };
    static constexpr std::size_t max_depth = 64;

    /// Whether the container being filled is the object at "model" of the top-level object.
    bool in_model() const {
        return containers_.size() == 2 && model_ == containers_.back() && containers_.back()->is_object();
    }

    void enter(Table table, bool& seen, const std::string& name) {
        if (seen)
            unreadable(name + " occurs twice.");
        seen = true;
        table_ = table;
    }

    json* place(json&& v) {
        if (containers_.empty()) {
            result_.document = std::move(v);
            return &result_.document;
        }
        json& container = *containers_.back();
        if (container.is_array())
            return &container.emplace_back(std::move(v));
        return &(container[key_] = std::move(v));
    }

    bool value(json&& v) {
        if (table_ == Table::Vocab)
            unreadable("the id of '" + key_ + "' in model.vocab is " + v.type_name() +
                       ", expected a whole number.");
        if (table_ == Table::Merges)
            merge_error(std::string("holds ") + v.type_name());
        place(std::move(v));
        return true;
    }

    bool push(json&& container) {
        if (containers_.size() == max_depth)
            unreadable("it nests deeper than 64 levels.");
        const bool is_model = containers_.size() == 1 && containers_.back()->is_object() && key_ == "model";
        containers_.push_back(place(std::move(container)));
        if (is_model)
            model_ = containers_.back();
        return true;
    }

    bool merge_text(std::string& text) {
        if (in_pair_) {
            if (pair_size_ < 2)
                result_.merges.back()[pair_size_] = std::move(text);
            ++pair_size_;
            return true;
        }
        if (text.starts_with("#version"))
            return true;
        const std::size_t space = text.find(' ');
        result_.merges.emplace_back();
        if (space == std::string::npos || text.find(' ', space + 1) != std::string::npos)
            merge_error("is '" + text + "'");
        result_.merges.back() = {text.substr(0, space), text.substr(space + 1)};
        return true;
    }

    [[noreturn]] void merge_error(const std::string& found) const {
        const std::size_t rank = result_.merges.size() - (result_.merges.empty() ? 0 : 1);
        unreadable("merge " + std::to_string(rank) + " of model.merges " + found +
                   R"(, expected "left right" or ["left", "right"].)");
    }

    TokenizerJson& result_;
    std::vector<json*> containers_; ///< open ones; nothing is added to a parent while a child is open
    const json* model_ = nullptr;
    std::string key_;
    Table table_ = Table::None;
    bool in_pair_ = false;
    std::size_t pair_size_ = 0;
};

} // namespace

TokenizerJson read_tokenizer_json(std::string_view text) {
    TokenizerJson result;
    Reader reader(result);
    json::sax_parse(text.begin(), text.end(), &reader);
    return result;
}

} // namespace hadal::tokenizer
