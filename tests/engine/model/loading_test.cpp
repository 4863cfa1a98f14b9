// What loading a model reports and refuses, and what a model says of its size.
#include "backends.h"
#include "checkpoint_builder.h"
#include "engine/model/draft_module.h"
#include "tests/engine/expect_error.h"
#include "tiny_model.h"

#include <QtTest>

using namespace hadal;
using namespace hadal::model;

class LoadingTest : public QObject {
    Q_OBJECT

  private slots:
    void loading_reports_progress_and_can_be_cancelled() {
        std::vector<double> fractions;
        const auto report = [&](const LoadProgress& p) { fractions.push_back(p.fraction); };
        DeepseekModel::load(tiny_.checkpoint(), test::make_backend("cpu"), {}, report);
        QVERIFY(fractions.size() > 20); // not layers alone: one of V3.2 takes seconds
        QVERIFY(std::is_sorted(fractions.begin(), fractions.end()));
        QCOMPARE(fractions.back(), 1.0);
        std::stop_source stop;
        stop.request_stop();
        test::expect_error(ErrorKind::Cancelled, {}, [&] {
            DeepseekModel::load(tiny_.checkpoint(), test::make_backend("cpu"), {}, {}, stop.get_token());
        });
        std::stop_source later;
        double reached = 0;
        const auto stop_soon = [&](const LoadProgress& p) {
            reached = p.fraction;
            if (reached >= 0.4)
                later.request_stop();
        };
        test::expect_error(ErrorKind::Cancelled, {}, [&] {
            DeepseekModel::load(tiny_.checkpoint(), test::make_backend("cpu"), {}, stop_soon,
                                later.get_token());
        });
        QVERIFY(reached < 0.45);
    }

    void an_indexer_without_a_query_latent_is_refused() {
        std::string config = test::tiny_v32_config();
        const std::string field = "\"q_lora_rank\": 32";
        config.replace(config.find(field), field.size(), "\"q_lora_rank\": null");
        test::expect_error(ErrorKind::Unsupported, {"some/config.json: ", "q_lora_rank"},
                           [&] { parse_config(config, "some/config.json"); });
    }

    void experts_of_different_dtypes_are_refused_at_load() {
        for (const char* changed : {"experts.2.up_proj.weight", "experts.3.gate_proj.weight"}) {
            const QTemporaryDir directory;
            const std::filesystem::path path = directory.path().toStdString();
            auto tensors = test::tensors_for(parse_config(test::small_config(), "config.json"));
            const std::string name = std::string("model.layers.1.mlp.") + changed;
            tensors[name] = test::zeros("BF16", tensors[name].shape);
            test::write_file(path / "config.json", test::small_config());
            test::write_file(path / "model.safetensors", test::safetensors_bytes(tensors));
            test::expect_error(ErrorKind::Unsupported, {name, "F8_E4M3", "BF16"}, [&] {
                DeepseekModel::load(Checkpoint::open(path), test::make_backend("cpu"), {});
            });
        }
    }

    /// The answer that is being written ends with an error, not the program, and the tokens before are kept.
    void a_file_that_goes_away_is_an_error() {
        const test::TinyModel tiny({test::tiny_v32_config(), "bf16", true, 3});
        const auto model = tiny.load(test::make_backend("cpu"));
        model->load_draft_module();
        const auto cache = model->make_cache(16), guesses = model->draft_module()->make_cache(16);
        const std::vector<std::int32_t> tokens{3, 1, 4};
        const SequenceInput input{cache.get(), tokens, false};
        model->forward({&input, 1}, {});
        std::filesystem::resize_file(tiny.checkpoint()->directory() / "model.safetensors", 4096);
        test::expect_error(ErrorKind::InvalidFile, {"model.safetensors", "load the model again"},
                           [&] { model->draft_module()->follow(*guesses, 0, tokens, {}); });
        QCOMPARE(guesses->length(), 0);
        for (int again = 0; again < 2; ++again) {
            test::expect_error(ErrorKind::InvalidFile, {"model.safetensors", "load the model again"}, [&] {
                model->forward({&input, 1}, {});
            });
            QCOMPARE(cache->length(), 3);
        }
        test::expect_error(ErrorKind::InvalidFile, {"model.safetensors"},
                           [&] { tiny.load(test::make_backend("cpu")); });
    }

    void bytes_per_token_counts_what_a_token_reads() {
        const auto model = load({});
        // Linears are one byte a weight and four a block; the rest bf16, but for f32 biases and key norms.
        const auto linear = [](std::int64_t rows, std::int64_t cols) {
            return rows * cols + 4 * ((rows + 127) / 128) * ((cols + 127) / 128);
        };
        const auto mlp = [&](std::int64_t width) { return 2 * linear(width, 64) + linear(64, width); };
        const std::int64_t attention = linear(32, 64) + 2 * 32 + linear(2 * 24, 32) + linear(40, 64) +
                                       2 * 32 + linear(2 * 32, 32) + linear(64, 32);
        const std::int64_t indexer = linear(8 * 16, 32) + linear(16, 64) + 2 * 8 * 64 + 4 * 16 + 4 * 16;
        const std::int64_t norms = 2 * 2 * 64;
        const std::int64_t dense = attention + indexer + norms + mlp(96);
        const std::int64_t moe = attention + indexer + norms + 2 * 8 * 64 + 4 * 8 + 2 * mlp(32) + mlp(32);
        QCOMPARE(model->bytes_per_token(), dense + 2 * moe + 2 * 64 + 2 * 64 + 2 * 96 * 64);
    }

    void cache_bytes_follow_the_formats() {
        ModelOptions options;
        options.latent_format = ops::LatentFormat::BF16;
        options.index_key_format = ops::IndexKeyFormat::FP8;
        QCOMPARE(load(options)->cache_bytes_per_token(), 3 * ((32 + 8) * 2 + 16 + 4));
        options.sparse_attention = false; // then nobody reads indexer keys
        QCOMPARE(load(options)->cache_bytes_per_token(), 3 * (32 + 8) * 2);
    }

  private:
    std::unique_ptr<DeepseekModel> load(const ModelOptions& options) const {
        return tiny_.load(test::make_backend("cpu"), options);
    }

    const test::TinyModel tiny_{{test::tiny_v32_config(), "fp8", true, 3}};
};

QTEST_GUILESS_MAIN(LoadingTest)
#include "loading_test.moc"
