// The MTP module: what must not change its guesses, and what it refuses.
#include "backends.h"
#include "tests/engine/expect_error.h"
#include "tiny_model.h"

#include "engine/model/mtp.h"

#include <QtTest>

using namespace hadal;
using namespace hadal::model;

namespace {

constexpr std::size_t kTokens = 70; // more than a cache page, and far more than index_topk

} // namespace

class MtpTest : public QObject {
    Q_OBJECT

  private slots:
    void chunks_do_not_change_mtp_data() {
        QTest::addColumn<QString>("backend");
        for (const std::string& backend : test::backend_names())
            QTest::newRow(backend.c_str()) << QString::fromStdString(backend);
    }
    void chunks_do_not_change_mtp() {
        QFETCH(QString, backend);
        ModelOptions options = test::exact_options();
        options.attention_form = AttentionForm::Absorbed;
        const auto model = load(backend, options);
        test::run(*model, tokens_);
        const auto mtp = MtpModule::load(*model);
        const ops::Tensor hidden = model->hidden_states(0);
        const auto predict = [&](std::int64_t chunk) {
            const auto cache = mtp->make_cache(kTokens);
            std::vector<float> all;
            const std::int64_t pairs = kTokens - 1;
            for (std::int64_t at = 0; at < pairs; at += chunk) {
                const std::int64_t count = std::min(chunk, pairs - at);
                const MtpInput input{cache.get(), hidden.slice_rows(at, count),
                                     std::span(tokens_).subspan(static_cast<std::size_t>(at + 1),
                                                                static_cast<std::size_t>(count)),
                                     true};
                const auto logits = mtp->forward({&input, 1}, {});
                all.insert(all.end(), logits.begin(), logits.end());
            }
            return all;
        };
        QCOMPARE(predict(9), predict(kTokens));
    }

    void mtp_drafts_from_its_own_hidden_states() {
        const auto model = load("cpu", test::exact_options());
        test::run(*model, tokens_);
        const auto mtp = MtpModule::load(*model);
        const auto cache = mtp->make_cache(200);
        const MtpInput first{cache.get(), model->hidden_states(0).slice_rows(0, kTokens - 1),
                             std::span(tokens_).subspan(1), false};
        mtp->forward({&first, 1}, {});
        const std::array<std::int32_t, 1> draft{17};
        const MtpInput second{cache.get(), mtp->hidden_states(0).slice_rows(kTokens - 2, 1), draft, false};
        const auto logits = mtp->forward({&second, 1}, {});
        QCOMPARE(static_cast<std::int64_t>(logits.size()), tiny_.vocab_size());
        QVERIFY(std::all_of(logits.begin(), logits.end(), [](float v) { return std::isfinite(v); }));
        QCOMPARE(cache->length(), static_cast<std::int64_t>(kTokens));
        cache->truncate(kTokens - 1);
        QCOMPARE(cache->length(), static_cast<std::int64_t>(kTokens - 1));
    }

    void mtp_refuses_what_does_not_fit() {
        const auto model = load("cpu", test::exact_options());
        test::run(*model, tokens_);
        const auto mtp = MtpModule::load(*model);
        const auto cache = mtp->make_cache(200);
        const ops::Tensor hidden = model->hidden_states(0);
        const auto refuses = [&](ErrorKind kind, Cache* of, ops::Tensor states, std::size_t tokens) {
            const MtpInput input{of, states, std::span(tokens_).first(tokens), false};
            test::expect_error(kind, {}, [&] { mtp->forward({&input, 1}, {}); });
        };
        refuses(ErrorKind::InvalidArgument, cache.get(), hidden.slice_rows(0, 3), 4);
        refuses(ErrorKind::InvalidArgument, cache.get(), hidden.slice_rows(0, 3).slice_cols(0, 8), 3);
        refuses(ErrorKind::InvalidArgument, model->make_cache(9).get(), hidden.slice_rows(0, 3), 3);
        refuses(ErrorKind::ContextFull, mtp->make_cache(2).get(), hidden.slice_rows(0, 3), 3);
        test::expect_error(ErrorKind::InvalidArgument, {"sequences"}, [&] { mtp->hidden_states(0); });
        test::expect_error(ErrorKind::InvalidArgument, {"from row 68 on of 70 hidden states"},
                           [&] { mtp->follow(*cache, 68, std::span(tokens_).first(3), {}); });
        QCOMPARE(cache->length(), 0);
    }

    void a_checkpoint_without_mtp_has_no_module() {
        std::string config = test::tiny_v32_config();
        const std::string field = "\"num_nextn_predict_layers\": 1";
        config.replace(config.find(field), field.size(), "\"num_nextn_predict_layers\": 0");
        const test::TinyModel tiny({config, "bf16", false, 1});
        const auto model = tiny.load(test::make_backend("cpu"), {});
        QVERIFY(MtpModule::load(*model) == nullptr);
    }

  private:
    std::unique_ptr<DeepseekModel> load(const QString& backend, const ModelOptions& options) const {
        return tiny_.load(test::make_backend(backend.toStdString()), options);
    }

    const test::TinyModel tiny_{{test::tiny_v32_config(), "fp8", true, 3}};
    const std::vector<std::int32_t> tokens_ = test::random_tokens(3, kTokens, tiny_.vocab_size());
};

QTEST_GUILESS_MAIN(MtpTest)
#include "mtp_test.moc"
