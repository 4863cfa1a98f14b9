#include "engine/model/checkpoint.h"

#include "engine/base/json.h"
#include "engine/model/safetensors.h"
#include "engine/model/tensors.h"

#include <cmath>
#include <cstring>
#include <fstream>
#include <set>
#include <unordered_map>
#include <vector>

namespace hadal::model {
namespace fs = std::filesystem;
namespace {

constexpr std::int64_t kScaleBlock = 128;
constexpr std::uintmax_t kMaxIndexBytes = 32u << 20; // V3.2's has 9 MB

[[noreturn]] void fail(const std::string& message) {
    throw Error(ErrorKind::InvalidFile, message);
}

/// The shard of each tensor, as model.safetensors.index.json tells. Shards lie in the checkpoint's own
/// folder: names with a path in them are refused.
std::vector<std::string> shards_of_index(const fs::path& index) {
    std::error_code error;
    const std::uintmax_t size = fs::file_size(index, error);
    if (error || size > kMaxIndexBytes)
        fail(index.string() + ": cannot be used as an index (" +
             (error ? error.message() : std::to_string(size) + " bytes") + ").");
    std::string text(size, '\0');
    std::ifstream stream(index, std::ios::binary);
    if (!stream.read(text.data(), static_cast<std::streamsize>(size)))
        fail(index.string() + ": cannot be read.");
    Json root;
    try {
        root = parse_json(text);
    } catch (const Error& refused) {
        fail(index.string() + ": not a usable JSON file: " + refused.what());
    }
    const auto map = root.is_object() ? root.find("weight_map") : root.end();
    if (!root.is_object() || map == root.end() || !map->is_object())
        fail(index.string() + ": should have an object \"weight_map\".");
    std::set<std::string> names;
    for (const auto& [tensor, shard] : map->items()) {
        const std::string name = shard.is_string() ? shard.get<std::string>() : "";
        if (name.empty() || name != fs::path(name).filename() || name == "." || name == "..")
            fail(index.string() + ": the shard of \"" + tensor + "\" should be a file name, found " +
                 shard.dump(-1, ' ', false, Json::error_handler_t::replace) + ".");
        names.insert(name);
    }
    return {names.begin(), names.end()};
}

std::vector<std::string> find_shards(const fs::path& directory) {
    if (fs::exists(directory / "model.safetensors.index.json"))
        return shards_of_index(directory / "model.safetensors.index.json");
    if (fs::exists(directory / "model.safetensors"))
        return {"model.safetensors"};
    fail(directory.string() +
         ": found neither model.safetensors.index.json nor model.safetensors. Choose the folder "
         "that holds the original Hugging Face files.");
}

std::optional<ops::DType> weight_dtype(const std::string& name) {
    if (name == "F32")
        return ops::DType::F32;
    if (name == "BF16")
        return ops::DType::BF16;
    if (name == "F8_E4M3")
        return ops::DType::F8E4M3;
    return std::nullopt;
}

/// Scales are multipliers: a NaN or infinity would silently poison every logit.
void check_scales(const std::string& name, const std::string& file, const std::byte* scales,
                  std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i) {
        float scale = 0;
        std::memcpy(&scale, scales + i * static_cast<std::int64_t>(sizeof(float)), sizeof(float));
        if (!std::isfinite(scale))
            fail(file + ": \"" + name + "\" holds a scale that is not finite, at element " +
                 std::to_string(i) + ". The file is damaged.");
    }
}

} // namespace

struct Checkpoint::Impl {
    struct Located {
        const SafetensorsFile* file = nullptr;
        const SafetensorsEntry* entry = nullptr;
        std::string path() const { return file->path().string(); }
    };

    fs::path directory;
    Config config;
    std::vector<std::unique_ptr<SafetensorsFile>> files;
    std::unordered_map<std::string, Located> located;
    std::unordered_map<std::string, CheckpointTensor> tensors; ///< checked ones only
    std::vector<std::vector<float>> converted_scales;
    std::int64_t total_bytes = 0;
    bool has_mtp = false;

    void open_shards(const ProgressFn& progress, const std::stop_token& stop);
    void check_all(const ProgressFn& progress, const std::stop_token& stop);
    void check(const TensorSpec& spec);
    void check_scale(const TensorSpec& spec, const Located& weight);
    void check_mtp();
    const Located* find(const std::string& name) const {
        const auto it = located.find(name);
        return it == located.end() ? nullptr : &it->second;
    }
};

void Checkpoint::Impl::open_shards(const ProgressFn& progress, const std::stop_token& stop) {
    const std::vector<std::string> names = find_shards(directory);
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (stop.stop_requested())
            throw Error(ErrorKind::Cancelled, "Loading was cancelled.");
        if (progress)
            progress({"Reading headers", 0.5 * static_cast<double>(i) / static_cast<double>(names.size())});
        if (!fs::exists(directory / names[i]))
            fail((directory / names[i]).string() +
                 ": this shard is named in the index but is not there. Download it.");
        files.push_back(std::make_unique<SafetensorsFile>(directory / names[i]));
        for (const auto& [name, entry] : files.back()->entries()) {
            const auto [it, is_new] = located.emplace(name, Located{files.back().get(), &entry});
            if (!is_new)
                fail("Tensor \"" + name + "\" is in two shards: " + it->second.path() + " and " +
                     files.back()->path().string() + ".");
        }
    }
}

void Checkpoint::Impl::check(const TensorSpec& spec) {
    const Located* found = find(spec.name);
    if (!found)
        fail(directory.string() + ": tensor \"" + spec.name +
             "\" is missing. config.json calls for it with shape " +
             shape_text(spec.vector ? std::vector{spec.cols} : std::vector{spec.rows, spec.cols}) +
             "; a shard may not have been downloaded.");
    const std::vector<std::int64_t> shape =
        spec.vector ? std::vector{spec.cols} : std::vector{spec.rows, spec.cols};
    if (found->entry->shape != shape)
        fail(found->path() + ": tensor \"" + spec.name + "\" should have the shape " + shape_text(shape) +
             " by config.json, found " + shape_text(found->entry->shape) + ".");
    const std::optional<ops::DType> dtype = weight_dtype(found->entry->dtype);
    const bool linear = spec.kind == TensorSpec::Kind::Linear;
    if (!dtype || (*dtype == ops::DType::F8E4M3 && !linear))
        fail(found->path() + ": tensor \"" + spec.name + "\" should be " + (linear ? "F8_E4M3, " : "") +
             "BF16 or F32, found " + found->entry->dtype + ".");
    tensors.emplace(spec.name, CheckpointTensor{found->file->data(*found->entry), *dtype, spec.rows,
                                                spec.cols, found->file});
    total_bytes += static_cast<std::int64_t>(found->entry->end - found->entry->begin);
    if (*dtype == ops::DType::F8E4M3)
        check_scale(spec, *found);
}

void Checkpoint::Impl::check_scale(const TensorSpec& spec, const Located& weight) {
    const std::string name = scale_name(spec.name);
    const Located* found = find(name);
    if (!found)
        fail(weight.path() + ": tensor \"" + spec.name + "\" is F8_E4M3, so its scales \"" + name +
             "\" must be in one of the shards, but they are in none.");
    const std::int64_t rows = (spec.rows + kScaleBlock - 1) / kScaleBlock;
    const std::int64_t cols = (spec.cols + kScaleBlock - 1) / kScaleBlock;
    if (found->entry->shape != std::vector{rows, cols})
        fail(found->path() + ": \"" + name + "\" should have the shape " + shape_text({rows, cols}) +
             " (one scale for each 128×128 block), found " + shape_text(found->entry->shape) + ".");
    const std::byte* data = found->file->data(*found->entry);
    const SafetensorsFile* file = found->file;
    if (found->entry->dtype == "F8_E8M0" || found->entry->dtype == "U8") {
        // Some re-exports keep only the exponent.
        std::vector<float> scales(static_cast<std::size_t>(rows * cols));
        for (std::size_t i = 0; i < scales.size(); ++i) {
            const int exponent = std::to_integer<int>(data[i]);
            scales[i] = exponent == 255 ? NAN : std::ldexp(1.0f, exponent - 127);
        }
        converted_scales.push_back(std::move(scales));
        data = reinterpret_cast<const std::byte*>(converted_scales.back().data());
        file = nullptr;
    } else if (found->entry->dtype != "F32") {
        fail(found->path() + ": \"" + name + "\" should be F32, found " + found->entry->dtype + ".");
    }
    check_scales(name, found->path(), data, rows * cols);
    tensors.emplace(name, CheckpointTensor{data, ops::DType::F32, rows, cols, file});
    total_bytes += rows * cols * static_cast<std::int64_t>(sizeof(float));
}

/// Reads every scale on the way: minutes on a slow disk.
void Checkpoint::Impl::check_all(const ProgressFn& progress, const std::stop_token& stop) {
    const auto step = [&](double fraction) {
        if (stop.stop_requested())
            throw Error(ErrorKind::Cancelled, "Loading was cancelled.");
        if (progress)
            progress({"Checking tensors", fraction});
    };
    std::size_t checked = 0;
    visit_required_tensors(config, [&](const TensorSpec& spec) {
        // What the config calls for is about all that the shards hold.
        if (checked++ % 64 == 0)
            step(0.5 + 0.5 * static_cast<double>(tensors.size()) / static_cast<double>(located.size() + 1));
        check(spec);
    });
    check_mtp();
    step(1.0);
}

/// The MTP module may be left out of a checkpoint, but not by half: that is an incomplete download.
void Checkpoint::Impl::check_mtp() {
    if (config.num_nextn_predict_layers == 0)
        return;
    const std::string prefix = layer_prefix(config.num_hidden_layers);
    for (const auto& [name, where] : located)
        has_mtp = has_mtp || name.starts_with(prefix);
    if (!has_mtp)
        return;
    visit_mtp_tensors(config, [this](const TensorSpec& spec) { check(spec); });
    for (const char* copy : {"embed_tokens.weight", "shared_head.head.weight"})
        if (find(prefix + copy))
            check({prefix + copy, config.vocab_size, config.hidden_size, TensorSpec::Kind::Plain, false});
}

Checkpoint::Checkpoint() : impl_(std::make_unique<Impl>()) {}
Checkpoint::~Checkpoint() = default;

std::shared_ptr<const Checkpoint> Checkpoint::open(const fs::path& directory, const ProgressFn& progress,
                                                   std::stop_token stop) {
    std::shared_ptr<Checkpoint> checkpoint(new Checkpoint);
    Impl& impl = *checkpoint->impl_;
    impl.directory = directory;
    if (!fs::is_directory(directory))
        fail(directory.string() +
             ": not a folder. A checkpoint is a folder with config.json, tokenizer.json and "
             "*.safetensors files.");
    impl.config = read_config(directory / "config.json");
    impl.open_shards(progress, stop);
    impl.check_all(progress, stop);
    checkpoint->require_intact();
    return checkpoint;
}

void Checkpoint::require_intact() const {
    for (const auto& file : impl_->files)
        file->require_intact();
}

const fs::path& Checkpoint::directory() const {
    return impl_->directory;
}
const Config& Checkpoint::config() const {
    return impl_->config;
}
bool Checkpoint::has_mtp() const {
    return impl_->has_mtp;
}
std::int64_t Checkpoint::total_bytes() const {
    return impl_->total_bytes;
}
bool Checkpoint::has(const std::string& name) const {
    return impl_->tensors.contains(name);
}

CheckpointTensor Checkpoint::tensor(const std::string& name) const {
    const auto it = impl_->tensors.find(name);
    if (it == impl_->tensors.end())
        fail(impl_->directory.string() + ": tensor \"" + name + "\" is missing.");
    return it->second;
}

} // namespace hadal::model
