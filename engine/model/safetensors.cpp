#include "engine/model/safetensors.h"

#include "kernels/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstring>
#include <limits>

namespace hadal::model {
namespace {

constexpr std::uint64_t kMaxHeaderBytes = 100'000'000; // the format's own limit
constexpr std::size_t kMaxRank = 8;

[[noreturn]] void fail(const std::string& file, const std::string& what) {
    throw Error(ErrorKind::InvalidFile, file + ": " + what);
}

/// Bits of one element; 0 for an unknown dtype.
std::int64_t dtype_bits(const std::string& dtype) {
    static const std::map<std::string, std::int64_t> kBits = {
        {"BOOL", 8}, {"U8", 8},   {"I8", 8},   {"F8_E4M3", 8}, {"F8_E5M2", 8}, {"F8_E8M0", 8},
        {"F4", 4},   {"I16", 16}, {"U16", 16}, {"F16", 16},    {"BF16", 16},   {"I32", 32},
        {"U32", 32}, {"F32", 32}, {"I64", 64}, {"U64", 64},    {"F64", 64},
    };
    const auto it = kBits.find(dtype);
    return it == kBits.end() ? 0 : it->second;
}

/// Reads the header as a stream of JSON events: only the one shape that the format allows gets through, so a
/// hostile header meets an error at its first odd token, before it has cost memory or depth.
///   { NAME: {"dtype": "F32", "shape": [..], "data_offsets": [b, e]}, …, "__metadata__": {KEY: "text"} }
class HeaderReader : public nlohmann::json_sax<nlohmann::json> {
  public:
    HeaderReader(std::map<std::string, SafetensorsEntry>& entries, const std::string& file)
        : entries_(entries), file_(file) {}

    bool start_object(std::size_t) override {
        if (depth_ == 2 || in_array_)
            unexpected("an object");
        if (depth_ == 1 && !metadata_)
            seen_ = 0;
        ++depth_;
        return true;
    }
    bool key(string_t& name) override {
        if (depth_ == 1) {
            metadata_ = name == "__metadata__";
            tensor_ = name;
            if (metadata_ ? seen_metadata_ : entries_.contains(name))
                fail(file_, "the header names \"" + shown(name) + "\" twice.");
            if (metadata_)
                seen_metadata_ = true;
            else
                current_ = SafetensorsEntry{};
        } else {
            field_ = name;
        }
        return true;
    }
    bool end_object() override {
        --depth_;
        if (depth_ == 1 && !metadata_) {
            if (seen_ != 7)
                fail(file_, "tensor \"" + shown(tensor_) +
                                "\" should have dtype, shape and data_offsets (two numbers), once each.");
            entries_.emplace(tensor_, std::move(current_));
        }
        return true;
    }
    bool start_array(std::size_t) override {
        if (depth_ != 2 || metadata_ || in_array_ || (field_ != "shape" && field_ != "data_offsets"))
            unexpected("an array");
        in_array_ = true;
        offsets_ = 0;
        return true;
    }
    bool end_array() override {
        in_array_ = false;
        if (field_ == "shape" || offsets_ == 2)
            mark(field_ == "shape" ? 2 : 4);
        return true;
    }
    bool string(string_t& value) override {
        if (depth_ == 2 && metadata_)
            return true;
        if (depth_ != 2 || in_array_ || field_ != "dtype")
            unexpected("a string");
        if (dtype_bits(value) == 0)
            fail(file_, "tensor \"" + shown(tensor_) + "\" has the unknown dtype \"" + shown(value) + "\".");
        current_.dtype = value;
        mark(1);
        return true;
    }
    bool number_unsigned(number_unsigned_t value) override {
        if (!in_array_)
            unexpected("a number");
        if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
            fail(file_, "tensor \"" + shown(tensor_) + "\": the number " + std::to_string(value) + " in " +
                            field_ + " is out of range.");
        if (field_ == "shape") {
            if (current_.shape.size() == kMaxRank)
                fail(file_, "tensor \"" + shown(tensor_) + "\" has more than " + std::to_string(kMaxRank) +
                                " dimensions.");
            current_.shape.push_back(static_cast<std::int64_t>(value));
        } else {
            if (offsets_ == 2)
                fail(file_,
                     "tensor \"" + shown(tensor_) + "\": data_offsets should be two numbers, found more.");
            (offsets_++ == 0 ? current_.begin : current_.end) = value;
        }
        return true;
    }
    bool number_integer(number_integer_t) override { unexpected("a negative number"); }
    bool number_float(number_float_t, const string_t&) override { unexpected("a fraction"); }
    bool boolean(bool) override { unexpected("true or false"); }
    bool null() override { unexpected("null"); }
    bool binary(binary_t&) override { unexpected("binary data"); }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
        fail(file_, "the header is not valid JSON at byte " + std::to_string(position) + ".");
    }

  private:
    [[noreturn]] void unexpected(const std::string& found) const {
        const std::string where = depth_ == 0   ? "the header should be a JSON object"
                                  : depth_ == 1 ? "\"" + shown(tensor_) + "\" should be a JSON object"
                                                : "field \"" + shown(field_) + "\" of \"" + shown(tensor_) +
                                                      "\" is not what the format allows";
        fail(file_, where + ", found " + found + ".");
    }
    void mark(int field) {
        if (seen_ & field)
            fail(file_, "tensor \"" + shown(tensor_) + "\" gives " + field_ + " twice.");
        seen_ |= field;
    }
    static std::string shown(const std::string& name) {
        return name.size() > 120 ? name.substr(0, 117) + "..." : name;
    }

    std::map<std::string, SafetensorsEntry>& entries_;
    const std::string& file_;
    SafetensorsEntry current_;
    std::string tensor_, field_;
    int depth_ = 0;
    int seen_ = 0; // bits: dtype, shape, data_offsets
    int offsets_ = 0;
    bool in_array_ = false;
    bool metadata_ = false;
    bool seen_metadata_ = false;
};

void check_extents(const std::map<std::string, SafetensorsEntry>& entries, std::size_t data_bytes,
                   const std::string& file) {
    using Item = std::pair<const std::string, SafetensorsEntry>;
    std::vector<const Item*> by_offset;
    for (const Item& item : entries) {
        const auto& [name, entry] = item;
        if (entry.begin > entry.end || entry.end > data_bytes)
            fail(file, "tensor \"" + name + "\" lies at bytes " + std::to_string(entry.begin) + " to " +
                           std::to_string(entry.end) + ", but the file holds " + std::to_string(data_bytes) +
                           " bytes of tensors. The file is truncated or damaged; download it again.");
        std::uint64_t bits = static_cast<std::uint64_t>(dtype_bits(entry.dtype));
        for (const std::int64_t extent : entry.shape)
            if (__builtin_mul_overflow(bits, static_cast<std::uint64_t>(extent), &bits))
                fail(file,
                     "tensor \"" + name + "\" has the impossible shape " + shape_text(entry.shape) + ".");
        if (bits % 8 != 0 || bits / 8 != entry.end - entry.begin)
            fail(file, "tensor \"" + name + "\" of " + entry.dtype + " " + shape_text(entry.shape) +
                           " should take " + std::to_string(bits / 8) + " bytes, found " +
                           std::to_string(entry.end - entry.begin) + ".");
        if (entry.end > entry.begin)
            by_offset.push_back(&item);
    }
    std::sort(by_offset.begin(), by_offset.end(),
              [](const Item* a, const Item* b) { return a->second.begin < b->second.begin; });
    for (std::size_t i = 1; i < by_offset.size(); ++i)
        if (by_offset[i]->second.begin < by_offset[i - 1]->second.end)
            fail(file, "tensors \"" + by_offset[i - 1]->first + "\" and \"" + by_offset[i]->first +
                           "\" overlap at byte " + std::to_string(by_offset[i]->second.begin) + ".");
}

} // namespace

std::string shape_text(const std::vector<std::int64_t>& shape) {
    std::string text = "[";
    for (std::size_t i = 0; i < shape.size(); ++i)
        text += (i ? ", " : "") + std::to_string(shape[i]);
    return text + "]";
}

std::map<std::string, SafetensorsEntry>
parse_safetensors_header(std::string_view json, std::size_t data_bytes, const std::string& file) {
    std::map<std::string, SafetensorsEntry> entries;
    HeaderReader reader(entries, file);
    nlohmann::json::sax_parse(json, &reader);
    check_extents(entries, data_bytes, file);
    return entries;
}

SafetensorsFile::SafetensorsFile(const std::filesystem::path& path) : file_(path) {
    const std::string name = path.string();
    const std::span<const std::byte> all = file_.bytes();
    if (all.size() < 8)
        fail(name, "a safetensors file has at least 8 bytes, found " + std::to_string(all.size()) + ".");
    std::uint64_t header_bytes = 0;
    std::memcpy(&header_bytes, all.data(), 8);
    if (header_bytes > kMaxHeaderBytes)
        fail(name, "the header claims " + std::to_string(header_bytes) + " bytes; the format allows " +
                       std::to_string(kMaxHeaderBytes) +
                       ". This is not a safetensors file, or it is damaged.");
    if (header_bytes > all.size() - 8)
        fail(name, "the header claims " + std::to_string(header_bytes) + " bytes, the file has " +
                       std::to_string(all.size() - 8) + " after its first 8. The file is truncated.");
    const auto* header = reinterpret_cast<const char*>(all.data()) + 8;
    data_ = all.data() + 8 + header_bytes;
    entries_ = parse_safetensors_header({header, header_bytes}, all.size() - 8 - header_bytes, name);
}

} // namespace hadal::model
