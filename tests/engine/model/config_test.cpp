// config.json: the whole family is read, everything else is refused by name.
#include "engine/model/config.h"

#include "tests/engine/expect_error.h"

#include <nlohmann/json.hpp>

using namespace hadal;
using namespace hadal::model;
using nlohmann::json;
using test::expect_error;

namespace {

json base_v3() {
    return {{"architectures", {"DeepseekV3ForCausalLM"}},
            {"model_type", "deepseek_v3"},
            {"vocab_size", 129280},
            {"hidden_size", 7168},
            {"num_hidden_layers", 61},
            {"max_position_embeddings", 163840},
            {"num_attention_heads", 128},
            {"num_key_value_heads", 128},
            {"q_lora_rank", 1536},
            {"kv_lora_rank", 512},
            {"qk_nope_head_dim", 128},
            {"qk_rope_head_dim", 64},
            {"v_head_dim", 128},
            {"intermediate_size", 18432},
            {"moe_intermediate_size", 2048},
            {"n_routed_experts", 256},
            {"n_shared_experts", 1},
            {"num_experts_per_tok", 8},
            {"n_group", 8},
            {"topk_group", 4},
            {"first_k_dense_replace", 3},
            {"norm_topk_prob", true},
            {"routed_scaling_factor", 2.5},
            {"scoring_func", "sigmoid"},
            {"topk_method", "noaux_tc"},
            {"rms_norm_eps", 1e-6},
            {"num_nextn_predict_layers", 1},
            {"bos_token_id", 0},
            {"eos_token_id", 1},
            {"hidden_act", "silu"},
            {"rope_scaling",
             {{"type", "yarn"},
              {"factor", 40},
              {"original_max_position_embeddings", 4096},
              {"beta_fast", 32},
              {"beta_slow", 1},
              {"mscale", 1.0},
              {"mscale_all_dim", 1.0}}},
            {"quantization_config",
             {{"quant_method", "fp8"},
              {"fmt", "e4m3"},
              {"activation_scheme", "dynamic"},
              {"weight_block_size", {128, 128}}}}};
}

json base_v32() {
    json config = base_v3();
    config["architectures"] = {"DeepseekV32ForCausalLM"};
    config["model_type"] = "deepseek_v32";
    config["index_topk"] = 2048;
    config["index_n_heads"] = 64;
    config["index_head_dim"] = 128;
    config["quantization_config"]["scale_fmt"] = "ue8m0";
    return config;
}

Config parse(const json& config) {
    return parse_config(config.dump(), "config.json");
}

} // namespace

class ConfigTest : public QObject {
    Q_OBJECT
  private slots:
    void v32() {
        const Config c = parse(base_v32());
        QVERIFY(c.has_indexer());
        QCOMPARE(c.index_topk, 2048);
        QVERIFY(c.fp8 && c.ue8m0);
        QCOMPARE(c.q_head_dim(), 192);
        QVERIFY(!c.is_moe_layer(2));
        QVERIFY(c.is_moe_layer(3));
        QVERIFY(c.is_moe_layer(61)); // the MTP module
        QCOMPARE(c.rope_scaling->factor, 40.0);
        QCOMPARE(c.eos_token_ids, std::vector<std::int32_t>{1});
        QVERIFY(!c.index_rope_interleaved);
    }
    void v3_has_no_indexer_and_plain_scales() {
        const Config c = parse(base_v3());
        QVERIFY(!c.has_indexer());
        QVERIFY(c.fp8 && !c.ue8m0);
    }
    void v2_lite() {
        json config = base_v3();
        config.update({{"architectures", {"DeepseekV2ForCausalLM"}},
                       {"model_type", "deepseek_v2"},
                       {"q_lora_rank", nullptr},
                       {"num_attention_heads", 16},
                       {"hidden_size", 2048},
                       {"n_routed_experts", 64},
                       {"n_shared_experts", 2},
                       {"num_experts_per_tok", 6},
                       {"n_group", 1},
                       {"topk_group", 1},
                       {"scoring_func", "softmax"},
                       {"topk_method", "greedy"},
                       {"norm_topk_prob", false},
                       {"routed_scaling_factor", 1.0},
                       {"vocab_size", 102400},
                       {"bos_token_id", 100000},
                       {"eos_token_id", 100001}});
        config.erase("quantization_config");
        config.erase("num_nextn_predict_layers");
        const Config c = parse(config);
        QCOMPARE(c.q_lora_rank, 0);
        QVERIFY(c.scoring_func == ops::Scoring::Softmax);
        QVERIFY(c.topk_method == TopkMethod::Greedy);
        QVERIFY(!c.fp8 && !c.norm_topk_prob);
        QCOMPARE(c.num_nextn_predict_layers, 0);
        QCOMPARE(*c.bos_token_id, 100000);
    }
    void moonlight_has_no_rope_scaling() {
        json config = base_v3();
        config["rope_scaling"] = nullptr;
        config["rope_theta"] = 50000.0;
        config["rms_norm_eps"] = 1e-5;
        const Config c = parse(config);
        QVERIFY(!c.rope_scaling);
        QCOMPARE(c.rope_theta, 50000.0);
        QCOMPARE(c.rms_norm_eps, 1e-5);
    }
    void rope_parameters_replace_both_fields() {
        json config = base_v32();
        json rope = config["rope_scaling"];
        config.erase("rope_scaling");
        rope.erase("type");
        rope["rope_type"] = "yarn";
        rope["rope_theta"] = 12345.0;
        config["rope_parameters"] = rope;
        const Config c = parse(config);
        QCOMPARE(c.rope_theta, 12345.0);
        QCOMPARE(c.rope_scaling->factor, 40.0);
        config["rope_parameters"] = {{"rope_type", "default"}, {"rope_theta", 1e4}};
        QVERIFY(!parse(config).rope_scaling);
    }
    void several_end_tokens() {
        json config = base_v3();
        config["eos_token_id"] = {1, 5};
        QCOMPARE(parse(config).eos_token_ids, (std::vector<std::int32_t>{1, 5}));
    }

    void refused_data() {
        QTest::addColumn<QString>("patch");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* name, const char* patch, ErrorKind kind, const char* words) {
            QTest::newRow(name) << QString(patch) << static_cast<int>(kind) << QString(words);
        };
        const ErrorKind unsupported = ErrorKind::Unsupported, invalid = ErrorKind::InvalidFile;
        row("llama", R"({"architectures": ["LlamaForCausalLM"]})", unsupported,
            "LlamaForCausalLM|DeepseekV32");
        row("v4", R"({"architectures": ["DeepseekV4ForCausalLM"]})", unsupported, "DeepseekV4ForCausalLM");
        row("glm", R"({"architectures": ["GlmMoeDsaForCausalLM"]})", unsupported, "GlmMoeDsaForCausalLM");
        row("no architecture", R"({"architectures": null, "model_type": "gpt2"})", unsupported, "gpt2");
        row("architectures of wrong type", R"({"architectures": 7})", invalid, "architectures|7");
        row("hidden missing", R"({"hidden_size": null})", invalid, "hidden_size|missing");
        row("hidden zero", R"({"hidden_size": 0})", invalid, "hidden_size|0");
        row("hidden negative", R"({"hidden_size": -1})", invalid, "hidden_size|-1");
        row("hidden text", R"({"hidden_size": "7168"})", invalid, "hidden_size|\"7168\"");
        row("hidden fraction", R"({"hidden_size": 1.5})", invalid, "hidden_size|1.5");
        row("hidden huge", R"({"hidden_size": 1e30})", invalid, "hidden_size");
        row("odd rope", R"({"qk_rope_head_dim": 63})", invalid, "qk_rope_head_dim|even");
        row("bias", R"({"attention_bias": true})", invalid, "attention_bias");
        row("gelu", R"({"hidden_act": "gelu"})", unsupported, "gelu|silu");
        row("linear rope", R"({"rope_scaling": {"type": "linear", "factor": 2}})", unsupported,
            "linear|yarn");
        row("yarn without factor", R"({"rope_scaling": {"type": "yarn", "factor": null}})", invalid,
            "rope_scaling.factor");
        row("groups", R"({"n_group": 7})", invalid, "n_group|256");
        row("more groups than there are", R"({"topk_group": 9})", invalid, "topk_group");
        row("more experts than groups hold", R"({"num_experts_per_tok": 200})", invalid,
            "num_experts_per_tok|128");
        row("awq", R"({"quantization_config": {"quant_method": "awq"}})", unsupported, "awq|fp8");
        row("other block", R"({"quantization_config": {"weight_block_size": [64, 64]}})", invalid,
            "[128, 128]");
        row("e5m2", R"({"quantization_config": {"fmt": "e5m2"}})", unsupported, "e5m2");
        row("index dim", R"({"index_head_dim": 96})", invalid, "index_head_dim|power of two");
        row("index below rope", R"({"index_head_dim": 32})", invalid, "index_head_dim|64");
        row("indexer without query latent", R"({"q_lora_rank": null})", unsupported,
            "index_topk|q_lora_rank");
        row("end token out of range", R"({"eos_token_id": 129280})", invalid, "eos_token_id|129280");
        row("scoring", R"({"scoring_func": "sqrtsoftplus"})", unsupported, "sqrtsoftplus");
        row("method", R"({"topk_method": "hash"})", unsupported, "hash");
    }
    void refused() {
        QFETCH(QString, patch);
        QFETCH(int, kind);
        QFETCH(QString, words);
        json config = base_v32();
        config.merge_patch(json::parse(patch.toStdString()));
        std::vector<std::string> expected = {"config.json"};
        for (const QString& word : words.split('|'))
            expected.push_back(word.toStdString());
        expect_error(static_cast<ErrorKind>(kind), expected, [&] { parse(config); });
    }
    void not_json() {
        for (const char* text : {"", "[1]", "{", "{\"a\": }", "\xff\xfe"})
            expect_error(ErrorKind::InvalidFile, {"config.json"}, [&] { parse_config(text, "config.json"); });
        expect_error(ErrorKind::InvalidFile, {"config.json"},
                     [] { parse_config(std::string(1000000, '['), "config.json"); });
        expect_error(ErrorKind::InvalidFile, {"nowhere/config.json"},
                     [] { read_config("nowhere/config.json"); });
    }
};

QTEST_APPLESS_MAIN(ConfigTest)
#include "config_test.moc"
