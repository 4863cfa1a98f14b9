// The parts of all ranks together are the model, no FP8 block is cut where that can be helped, and what
// cannot be shared is refused by name.
#include "engine/model/tensors.h"
#include "engine/parallel/shard_plan.h"

#include "tests/engine/expect_error.h"
#include "tests/engine/parallel/published_config.h"

#include <map>

using namespace hadal;
using namespace hadal::parallel;
using model::TensorSpec;
using ops::DType;

namespace {

model::Config v2_lite() {
    return model::parse_config(R"({"architectures": ["DeepseekV2ForCausalLM"], "model_type": "deepseek_v2",
        "vocab_size": 102400, "hidden_size": 2048, "num_hidden_layers": 27, "first_k_dense_replace": 1,
        "num_attention_heads": 16, "q_lora_rank": null, "kv_lora_rank": 512, "qk_nope_head_dim": 128,
        "qk_rope_head_dim": 64, "v_head_dim": 128, "intermediate_size": 10944, "moe_intermediate_size": 1408,
        "n_routed_experts": 64, "n_shared_experts": 2, "num_experts_per_tok": 6, "scoring_func": "softmax",
        "topk_method": "greedy", "max_position_embeddings": 163840, "rope_theta": 10000})",
                               "V2-Lite");
}

DType stored(const model::Config& config, const TensorSpec& spec) {
    return config.fp8 && spec.kind == TensorSpec::Kind::Linear ? DType::F8E4M3 : DType::BF16;
}

/// One layer of each kind and what stands outside of layers: the others are alike.
void visit_kinds(const model::Config& config, const model::TensorVisitor& visit) {
    const auto some = [&](const TensorSpec& spec) {
        const bool other_layer = spec.name.starts_with("model.layers.") &&
                                 !spec.name.starts_with(model::layer_prefix(0)) &&
                                 !spec.name.starts_with(model::layer_prefix(config.num_hidden_layers - 1));
        const bool other_expert = spec.name.find(".experts.") != std::string::npos &&
                                  spec.name.find(".experts.0.") == std::string::npos;
        if (!other_layer && !other_expert)
            visit(spec);
    };
    model::visit_required_tensors(config, some);
    if (config.num_nextn_predict_layers > 0)
        model::visit_mtp_tensors(config, [&](const TensorSpec& spec) {
            if (spec.name.find(".experts.") == std::string::npos)
                visit(spec);
        });
}

} // namespace

class ShardPlanTest : public QObject {
    Q_OBJECT

  private slots:
    void parts_make_the_whole_data() {
        QTest::addColumn<bool>("lite");
        QTest::addColumn<int>("ranks");
        for (const int ranks : {1, 2, 3, 4, 6, 8, 16}) {
            QTest::addRow("V3.2 on %d", ranks) << false << ranks;
            QTest::addRow("V2-Lite on %d", ranks) << true << ranks;
        }
    }

    void parts_make_the_whole() {
        QFETCH(bool, lite);
        QFETCH(int, ranks);
        const model::Config config = lite ? v2_lite() : test::v32_config();
        const ShardPlan plan(config, ranks);
        visit_kinds(config, [&](const TensorSpec& spec) {
            std::int64_t row = 0, col = 0;
            bool along_rows = false, along_cols = false;
            for (int rank = 0; rank < ranks; ++rank) {
                const TensorShard shard =
                    plan.shard(spec.name, spec.rows, spec.cols, stored(config, spec), rank);
                QVERIFY2(shard.rows.count > 0 && shard.cols.count > 0, spec.name.c_str());
                QVERIFY2(!shard.unpacked, spec.name.c_str()); // both have blocks or channels enough
                along_rows |= shard.rows.count < spec.rows;
                along_cols |= shard.cols.count < spec.cols;
                if (along_rows)
                    QCOMPARE(std::exchange(row, shard.rows.end()), shard.rows.first);
                else
                    QCOMPARE(shard.rows, (Range{0, spec.rows}));
                if (along_cols)
                    QCOMPARE(std::exchange(col, shard.cols.end()), shard.cols.first);
                else
                    QCOMPARE(shard.cols, (Range{0, spec.cols}));
            }
            QVERIFY2(!(along_rows && along_cols), spec.name.c_str());
            if (along_rows)
                QCOMPARE(row, spec.rows);
            if (along_cols)
                QCOMPARE(col, spec.cols);
            const bool shared = along_rows || along_cols;
            const bool expected =
                ranks > 1 &&
                (spec.name.ends_with("embed_tokens.weight") || spec.name.ends_with("lm_head.weight") ||
                 spec.name.ends_with("q_b_proj.weight") || spec.name.ends_with("q_proj.weight") ||
                 spec.name.ends_with("kv_b_proj.weight") || spec.name.ends_with("o_proj.weight") ||
                 spec.name.ends_with("up_proj.weight") || spec.name.ends_with("gate_proj.weight") ||
                 spec.name.ends_with("down_proj.weight") || spec.name.ends_with("eh_proj.weight"));
            QVERIFY2(shared == expected, spec.name.c_str());
        });
    }

    /// What the published layouts give a rank of eight.
    void eight_ranks_of_v32() {
        const ShardPlan plan(test::v32_config(), 8);
        const auto of = [&](const std::string& name, std::int64_t rows, std::int64_t cols, DType dtype) {
            return plan.shard(name, rows, cols, dtype, 3);
        };
        const std::string layer = "model.layers.9.";
        QCOMPARE(plan.heads(3), (Range{48, 16}));
        QCOMPARE(of(layer + "self_attn.q_b_proj.weight", 24576, 1536, DType::F8E4M3).rows,
                 (Range{9216, 3072}));
        QCOMPARE(of(layer + "self_attn.kv_b_proj.weight", 32768, 512, DType::F8E4M3).rows,
                 (Range{12288, 4096}));
        QCOMPARE(of(layer + "self_attn.o_proj.weight", 7168, 16384, DType::F8E4M3).cols, (Range{6144, 2048}));
        QCOMPARE(of(layer + "mlp.experts.200.up_proj.weight", 2048, 7168, DType::F8E4M3).rows,
                 (Range{768, 256}));
        QCOMPARE(of(layer + "mlp.experts.200.down_proj.weight", 7168, 2048, DType::F8E4M3).cols,
                 (Range{768, 256}));
        QCOMPARE(of("model.layers.0.mlp.down_proj.weight", 7168, 18432, DType::F8E4M3).cols,
                 (Range{6912, 2304}));
        QCOMPARE(of("lm_head.weight", 129280, 7168, DType::BF16).rows.count % 64, 0);
        QCOMPARE(of(layer + "self_attn.indexer.wq_b.weight", 8192, 1536, DType::F8E4M3).rows,
                 (Range{0, 8192}));
        QCOMPARE(of(layer + "mlp.gate.weight", 256, 7168, DType::BF16).rows, (Range{0, 256}));
        const TensorShard down = of(layer + "mlp.experts.0.down_proj.weight", 7168, 2048, DType::F8E4M3);
        QCOMPARE(shard_bytes(down, DType::F8E4M3), 7168 * 256 + 56 * 2 * 4);
    }

    /// Of a rank of eight: the weights that model.md counts, 670.0 GB shared and 2 GB on every rank.
    void bytes_of_v32() {
        const model::Config config = test::v32_config();
        const ShardPlan plan(config, 8);
        std::int64_t bytes = 0;
        model::visit_required_tensors(config, [&](const TensorSpec& spec) {
            const DType dtype = stored(config, spec);
            bytes += shard_bytes(plan.shard(spec.name, spec.rows, spec.cols, dtype, 0), dtype);
        });
        QVERIFY2(std::abs(static_cast<double>(bytes) * 1e-9 - 86.0) < 0.5, std::to_string(bytes).c_str());
    }

    /// 48 and 80 rows a head: no number of them below four is whole blocks, so the blocks are taken apart.
    void few_heads_are_unpacked() {
        model::Config config = test::v32_config();
        config.num_attention_heads = 4;
        config.qk_nope_head_dim = 32;
        config.qk_rope_head_dim = 16;
        config.v_head_dim = 32;
        config.moe_intermediate_size = 128;
        const ShardPlan plan(config, 2);
        const TensorShard q =
            plan.shard("model.layers.0.self_attn.q_b_proj.weight", 192, 1536, DType::F8E4M3, 1);
        QCOMPARE(q, (TensorShard{{96, 96}, {0, 1536}, true}));
        QCOMPARE(shard_bytes(q, DType::F8E4M3), 96 * 1536 * 2);
        const TensorShard up =
            plan.shard("model.layers.5.mlp.experts.0.up_proj.weight", 128, 7168, DType::F8E4M3, 1);
        QCOMPARE(up, (TensorShard{{64, 64}, {0, 7168}, true}));
        // Stored unquantised there is nothing to take apart.
        QVERIFY(!plan.shard("model.layers.0.self_attn.q_b_proj.weight", 192, 1536, DType::BF16, 1).unpacked);
    }

    void refuses_more_ranks_than_shares() {
        model::Config config = test::v32_config();
        QCOMPARE(ShardPlan::most_ranks(config), 128);
        test::expect_error(ErrorKind::InvalidInput, {"q_b_proj", "128 attention heads", "1 to 128"},
                           [&] { ShardPlan(config, 129); });
        config.moe_intermediate_size = 96;
        test::expect_error(ErrorKind::InvalidInput,
                           {"mlp.experts.0.gate_proj.weight", "96 channels", "1 to 96"},
                           [&] { ShardPlan(config, 100); });
        test::expect_error(ErrorKind::InvalidInput, {"at least one"}, [&] { ShardPlan(config, 0); });
    }
};

QTEST_GUILESS_MAIN(ShardPlanTest)
#include "shard_plan_test.moc"
