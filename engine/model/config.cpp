#include "engine/model/config.h"

#include "engine/base/json.h"
#include "engine/base/read_file.h"

#include <array>
#include <cmath>
#include <limits>
#include <sstream>

namespace hadal::model {
namespace {

// Far above any member of the family, and small enough that products of two stay inside 64 bits.
constexpr std::int64_t kMaxDimension = std::int64_t{1} << 24;
constexpr std::size_t kMaxConfigBytes = 16u << 20;

/// Typed access to one JSON object, with messages that name file and field.
class Fields {
  public:
    Fields(const Json& object, std::string source, std::string path = {})
        : object_(object), source_(std::move(source)), path_(std::move(path)) {
        if (!object_.is_object())
            throw Error(ErrorKind::InvalidFile, source_ + ": " + (path_.empty() ? "the file" : path_) +
                                                    " should be a JSON object, found " + object_.type_name() +
                                                    ".");
    }

    bool has(const char* name) const {
        const auto it = object_.find(name);
        return it != object_.end() && !it->is_null();
    }

    std::int64_t integer(const char* name, std::optional<std::int64_t> fallback, std::int64_t low,
                         std::int64_t high) const {
        const Json* value = find(name, fallback.has_value());
        if (!value)
            return *fallback;
        const double number = value->is_number() ? value->get<double>() : std::nan("");
        if (!(number >= static_cast<double>(low) && number <= static_cast<double>(high)) ||
            number != std::floor(number))
            fail(name, "an integer from " + std::to_string(low) + " to " + std::to_string(high), *value);
        return static_cast<std::int64_t>(number);
    }

    double number(const char* name, std::optional<double> fallback, double low, double high) const {
        const Json* value = find(name, fallback.has_value());
        if (!value)
            return *fallback;
        const double result = value->is_number() ? value->get<double>() : std::nan("");
        if (!(result >= low && result <= high)) {
            std::ostringstream range;
            range << "a number from " << low << " to " << high;
            fail(name, range.str(), *value);
        }
        return result;
    }

    bool boolean(const char* name, bool fallback) const {
        const Json* value = find(name, true);
        if (value && !value->is_boolean())
            fail(name, "true or false", *value);
        return value ? value->get<bool>() : fallback;
    }

    std::string text(const char* name, const std::string& fallback) const {
        const Json* value = find(name, true);
        if (value && !value->is_string())
            fail(name, "a string", *value);
        return value ? value->get<std::string>() : fallback;
    }

    /// A token id, a list of them, or nothing.
    std::vector<std::int32_t> token_ids(const char* name, std::int64_t vocab_size) const {
        const Json* value = find(name, true);
        if (!value)
            return {};
        const Json list = value->is_array() ? *value : Json::array({*value});
        std::vector<std::int32_t> ids;
        for (const Json& item : list) {
            if (!item.is_number_integer() || item.get<std::int64_t>() < 0 ||
                item.get<std::int64_t>() >= vocab_size)
                fail(name, "token ids below vocab_size (" + std::to_string(vocab_size) + ")", *value);
            ids.push_back(item.get<std::int32_t>());
        }
        return ids;
    }

    Fields object(const char* name) const { return Fields(*find(name, false), source_, path_of(name)); }
    const Json& raw(const char* name) const { return *find(name, false); }

    [[noreturn]] void fail(const char* name, const std::string& expected, const Json& found) const {
        std::string shown = found.dump(-1, ' ', false, Json::error_handler_t::replace);
        if (shown.size() > 80)
            shown = shown.substr(0, 77) + "...";
        throw Error(ErrorKind::InvalidFile, source_ + ": field " + path_of(name) + " should be " + expected +
                                                ", found " + shown + ".");
    }
    [[noreturn]] void unsupported(const char* name, const std::string& found,
                                  const std::string& supported) const {
        throw Error(ErrorKind::Unsupported, source_ + ": " + path_of(name) + " \"" + found +
                                                "\" is not supported; Hadal knows " + supported + ".");
    }

  private:
    const Json* find(const char* name, bool optional) const {
        const auto it = object_.find(name);
        if (it != object_.end() && !it->is_null())
            return &*it;
        if (!optional)
            throw Error(ErrorKind::InvalidFile,
                        source_ + ": field " + path_of(name) +
                            " is missing. Use the config.json that belongs to the checkpoint.");
        return nullptr;
    }
    std::string path_of(const char* name) const { return path_.empty() ? name : path_ + "." + name; }

    const Json& object_;
    std::string source_;
    std::string path_;
};

void read_architecture(Config& config, const Fields& fields) {
    config.model_type = fields.text("model_type", "");
    if (fields.has("architectures")) {
        const Json& list = fields.raw("architectures");
        if (!list.is_array() || list.empty() || !list.front().is_string())
            fields.fail("architectures", "a list with one name", list);
        config.architecture = list.front().get<std::string>();
    }
    static constexpr std::array<std::array<const char*, 2>, 3> kKnown = {{
        {"DeepseekV32ForCausalLM", "deepseek_v32"},
        {"DeepseekV3ForCausalLM", "deepseek_v3"},
        {"DeepseekV2ForCausalLM", "deepseek_v2"},
    }};
    for (const auto& [architecture, model_type] : kKnown) {
        if (config.architecture == architecture ||
            (config.architecture.empty() && config.model_type == model_type)) {
            config.architecture = architecture;
            config.model_type = model_type;
            return;
        }
    }
    fields.unsupported("architectures", config.architecture.empty() ? config.model_type : config.architecture,
                       "DeepseekV32ForCausalLM, DeepseekV3ForCausalLM (V3, R1, V3.1, Moonlight) and "
                       "DeepseekV2ForCausalLM (V2, V2-Lite)");
}

std::optional<Yarn> read_yarn(const Fields& scaling) {
    const std::string type = scaling.text("type", scaling.text("rope_type", "default"));
    if (type == "default")
        return std::nullopt;
    if (type != "yarn")
        scaling.unsupported("type", type, "yarn");
    Yarn yarn;
    yarn.factor = scaling.number("factor", {}, 1.0, 1e6);
    yarn.original_max_position_embeddings =
        scaling.number("original_max_position_embeddings", yarn.original_max_position_embeddings, 1.0, 1e9);
    yarn.beta_fast = scaling.number("beta_fast", yarn.beta_fast, 1e-3, 1e6);
    yarn.beta_slow = scaling.number("beta_slow", yarn.beta_slow, 1e-3, 1e6);
    yarn.mscale = scaling.number("mscale", yarn.mscale, 0.0, 1e3);
    yarn.mscale_all_dim = scaling.number("mscale_all_dim", yarn.mscale_all_dim, 0.0, 1e3);
    return yarn;
}

void read_rope(Config& config, const Fields& fields) {
    // Newer files join rope_theta and rope_scaling in rope_parameters.
    const char* const joined = "rope_parameters";
    if (fields.has(joined)) {
        const Fields rope = fields.object(joined);
        config.rope_theta =
            rope.number("rope_theta", fields.number("rope_theta", 10000.0, 1.0, 1e12), 1.0, 1e12);
        config.rope_scaling = read_yarn(rope);
        return;
    }
    config.rope_theta = fields.number("rope_theta", 10000.0, 1.0, 1e12);
    if (fields.has("rope_scaling"))
        config.rope_scaling = read_yarn(fields.object("rope_scaling"));
}

void read_experts(Config& config, const Fields& fields) {
    config.n_routed_experts = fields.integer("n_routed_experts", 0, 0, 65536);
    config.first_k_dense_replace = fields.integer("first_k_dense_replace", 0, 0, kMaxDimension);
    config.moe_layer_freq = fields.integer("moe_layer_freq", 1, 1, kMaxDimension);
    if (config.n_routed_experts == 0)
        return;
    const bool v2 = config.model_type == "deepseek_v2";
    config.moe_intermediate_size = fields.integer("moe_intermediate_size", {}, 1, kMaxDimension);
    config.n_shared_experts = fields.integer("n_shared_experts", 0, 0, 1024);
    config.num_experts_per_tok = fields.integer("num_experts_per_tok", {}, 1, config.n_routed_experts);
    config.norm_topk_prob = fields.boolean("norm_topk_prob", !v2);
    config.routed_scaling_factor = fields.number("routed_scaling_factor", v2 ? 1.0 : 2.5, 1e-6, 1e6);
    config.n_group = fields.integer("n_group", 1, 1, config.n_routed_experts);
    config.topk_group = fields.integer("topk_group", 1, 1, config.n_group);

    const std::string scoring = fields.text("scoring_func", v2 ? "softmax" : "sigmoid");
    if (scoring == "sigmoid")
        config.scoring_func = ops::Scoring::Sigmoid;
    else if (scoring == "softmax")
        config.scoring_func = ops::Scoring::Softmax;
    else
        fields.unsupported("scoring_func", scoring, "sigmoid and softmax");

    const std::string method = fields.text("topk_method", v2 ? "greedy" : "noaux_tc");
    if (method == "greedy")
        config.topk_method = TopkMethod::Greedy;
    else if (method == "group_limited_greedy")
        config.topk_method = TopkMethod::GroupLimitedGreedy;
    else if (method == "noaux_tc")
        config.topk_method = TopkMethod::NoauxTc;
    else
        fields.unsupported("topk_method", method, "greedy, group_limited_greedy and noaux_tc");

    if (config.n_routed_experts % config.n_group != 0)
        fields.fail("n_group",
                    "a divisor of n_routed_experts (" + std::to_string(config.n_routed_experts) + ")",
                    config.n_group);
    const std::int64_t reachable = config.topk_method == TopkMethod::Greedy
                                       ? config.n_routed_experts
                                       : config.n_routed_experts / config.n_group * config.topk_group;
    if (config.num_experts_per_tok > reachable)
        fields.fail("num_experts_per_tok",
                    "at most the experts of topk_group groups (" + std::to_string(reachable) + ")",
                    config.num_experts_per_tok);
}

void read_indexer(Config& config, const Fields& fields, const std::string& source) {
    if (config.model_type != "deepseek_v32" || !fields.has("index_topk"))
        return;
    config.index_topk = fields.integer("index_topk", {}, 1, kMaxDimension);
    config.index_n_heads = fields.integer("index_n_heads", {}, 1, kMaxDimension);
    config.index_head_dim = fields.integer("index_head_dim", {}, 2, 65536);
    config.index_rope_interleaved = fields.boolean("indexer_rope_interleave", false);
    if ((config.index_head_dim & (config.index_head_dim - 1)) != 0)
        fields.fail("index_head_dim", "a power of two", config.index_head_dim);
    if (config.index_head_dim < config.qk_rope_head_dim)
        fields.fail("index_head_dim",
                    "at least qk_rope_head_dim (" + std::to_string(config.qk_rope_head_dim) + ")",
                    config.index_head_dim);
    if (config.q_lora_rank == 0)
        throw Error(ErrorKind::Unsupported, source + ": index_topk needs q_lora_rank: the indexer's queries "
                                                     "are made from the query latent.");
}

void read_quantization(Config& config, const Fields& fields) {
    if (!fields.has("quantization_config"))
        return;
    const Fields quantization = fields.object("quantization_config");
    const std::string method = quantization.text("quant_method", "");
    if (method != "fp8")
        quantization.unsupported("quant_method", method,
                                 "fp8 with 128×128 blocks, and unquantised checkpoints");
    const std::string format = quantization.text("fmt", "e4m3");
    if (format != "e4m3")
        quantization.unsupported("fmt", format, "e4m3");
    const Json& block = quantization.raw("weight_block_size");
    if (block != Json::array({128, 128}))
        quantization.fail("weight_block_size", "[128, 128]", block);
    config.fp8 = true;
    const std::string scale_format = quantization.text("scale_fmt", "");
    if (!scale_format.empty() && scale_format != "ue8m0" && scale_format != "float")
        quantization.unsupported("scale_fmt", scale_format, "ue8m0 or none");
    config.ue8m0 = scale_format == "ue8m0";
}

} // namespace

bool Config::is_moe_layer(std::int64_t layer) const {
    return n_routed_experts > 0 &&
           (layer >= num_hidden_layers || (layer >= first_k_dense_replace && layer % moe_layer_freq == 0));
}

Config parse_config(std::string_view json, const std::string& source) {
    Json root;
    try {
        root = parse_json(json);
    } catch (const Error& error) {
        throw Error(ErrorKind::InvalidFile, source + ": not a usable JSON file: " + error.what());
    }
    const Fields fields(root, source);
    Config config;
    read_architecture(config, fields);

    const auto dimension = [&](const char* name) { return fields.integer(name, {}, 1, kMaxDimension); };
    config.vocab_size = dimension("vocab_size");
    config.hidden_size = dimension("hidden_size");
    config.num_hidden_layers = fields.integer("num_hidden_layers", {}, 1, 4096);
    config.max_position_embeddings = fields.integer("max_position_embeddings", {}, 1, std::int64_t{1} << 30);
    config.rms_norm_eps = fields.number("rms_norm_eps", 1e-6, 1e-20, 1.0);
    config.tie_word_embeddings = fields.boolean("tie_word_embeddings", false);
    config.num_attention_heads = dimension("num_attention_heads");
    config.q_lora_rank = fields.integer("q_lora_rank", 0, 0, kMaxDimension);
    config.kv_lora_rank = dimension("kv_lora_rank");
    config.qk_nope_head_dim = dimension("qk_nope_head_dim");
    config.qk_rope_head_dim = dimension("qk_rope_head_dim");
    config.v_head_dim = dimension("v_head_dim");
    if (config.qk_rope_head_dim % 2 != 0)
        fields.fail("qk_rope_head_dim", "an even number", config.qk_rope_head_dim);
    config.num_nextn_predict_layers = fields.integer("num_nextn_predict_layers", 0, 0, 64);

    if (fields.boolean("attention_bias", false))
        fields.fail("attention_bias", "false: no model of the family has one", true);
    const std::string activation = fields.text("hidden_act", "silu");
    if (activation != "silu")
        fields.unsupported("hidden_act", activation, "silu");

    read_rope(config, fields);
    read_experts(config, fields);
    bool any_dense = false;
    for (std::int64_t layer = 0; layer < config.num_hidden_layers; ++layer)
        any_dense = any_dense || !config.is_moe_layer(layer);
    config.intermediate_size =
        fields.integer("intermediate_size", any_dense ? std::nullopt : std::optional<std::int64_t>(0),
                       any_dense ? 1 : 0, kMaxDimension);
    read_indexer(config, fields, source);
    read_quantization(config, fields);

    const std::vector<std::int32_t> bos = fields.token_ids("bos_token_id", config.vocab_size);
    if (!bos.empty())
        config.bos_token_id = bos.front();
    config.eos_token_ids = fields.token_ids("eos_token_id", config.vocab_size);
    return config;
}

Config read_config(const std::filesystem::path& file) {
    return parse_config(read_file(file, kMaxConfigBytes), file.string());
}

} // namespace hadal::model
