// Decode steps that the device repeats by itself: the same bits as queued one by one, whatever comes between
// them, and as few calls as can be.
#include "tests/kernels/cuda/platform.h"
#include "tiny_model.h"

#include "engine/model/mtp.h"
#include "kernels/cuda/backend/backend.h"

#include <QtTest>

using namespace hadal;

namespace {

/// Looks on, so that nothing is repeated.
class Onlooker final : public model::Trace {
  public:
    void selected(std::int64_t, std::span<const std::int32_t>) override {}
    void routed(std::int64_t, std::span<const std::int32_t>, std::span<const float>) override {}
};

model::ModelOptions options() {
    model::ModelOptions options;
    options.attention_form = model::AttentionForm::Absorbed; // at once, not from some length on
    options.latent_format = ops::LatentFormat::FP8;
    options.index_key_format = ops::IndexKeyFormat::FP8;
    return options;
}

std::unique_ptr<model::DeepseekModel> load(const test::TinyModel& tiny) {
    auto model =
        tiny.load(cuda::make_backend({.activation_quant = ops::ActivationQuant::PowerOfTwo}), options());
    model->load_draft_module();
    return model;
}

void append(std::vector<float>& all, std::span<const float> more) {
    all.insert(all.end(), more.begin(), more.end());
}

/// The first ones only, or: steps of 1 to 4 rows from the first token to beyond index_topk (8) and a page
/// (64): two sequences in turn and together, one is cut back, and the draft module guesses now and then.
std::vector<float> decode(model::DeepseekModel& model, bool brief = false) {
    std::vector<float> all;
    const auto vocab = static_cast<std::int32_t>(model.vocab_size());
    std::vector<std::unique_ptr<model::Cache>> caches;
    for (int i = 0; i < 2; ++i)
        caches.push_back(model.make_cache(400));
    const auto draft_cache = model.draft_module()->make_cache(400);
    std::int32_t token = 5;
    const auto step = [&](std::size_t sequence, std::size_t rows, bool all_logits) {
        std::vector<std::int32_t> tokens;
        for (std::size_t i = 0; i < rows; ++i)
            tokens.push_back(token = (token * 7 + 3) % vocab);
        const model::SequenceInput input{caches[sequence].get(), tokens, all_logits};
        append(all, model.forward({&input, 1}, {}));
    };
    for (int i = 0; i < 11; ++i)
        step(0, 1, false);
    if (brief)
        return all;
    for (int i = 0; i < 4; ++i) // pairs of the last token, then of guesses
        append(all, i == 0 ? model.draft_module()->follow(*draft_cache, 0, std::array{token}, {})
                           : model.draft_module()->go_on(*draft_cache, i, {}));
    for (const std::size_t rows : {2, 2, 2, 1, 4, 4, 4})
        step(0, rows, true);
    caches[0]->truncate(10);
    for (int i = 0; i < 5; ++i) {
        step(0, 1, false);
        step(1, i % 2 == 0 ? 1 : 2, false);
    }
    for (int i = 0; i < 3; ++i) {
        const std::vector<std::int32_t> tokens{token, 3};
        const std::array inputs{model::SequenceInput{caches[0].get(), std::span(tokens).first(1), false},
                                model::SequenceInput{caches[1].get(), tokens, false}};
        append(all, model.forward(inputs, {}));
    }
    step(0, 28, false); // to the end of the first page, and a bit of prefill in between
    for (int i = 0; i < 4; ++i)
        step(0, 4, false);
    return all;
}

} // namespace

class CudaRepeatTest : public QObject {
    Q_OBJECT

  private slots:
    void repeats_bit_for_bit() {
        std::vector<float> plain;
        test::on_platform([&] {
            Onlooker onlooker;
            const auto model = load(tiny_);
            model->set_trace(&onlooker);
            plain = decode(*model);
        });
        test::for_each_platform([&](const QString& label) {
            const auto repeated = decode(*load(tiny_));
            QCOMPARE(repeated.size(), plain.size());
            QVERIFY2(std::memcmp(repeated.data(), plain.data(), plain.size() * sizeof(float)) == 0,
                     qPrintable(label));
        });
    }

    /// Caches move to larger memory with some of their pages full, some in part and some not at all, and go
    /// on as one that has had room from the start.
    void goes_on_when_caches_grow() {
        const test::TinyModel tiny(
            {test::tiny_gpu_config(R"({"index_n_heads": 4, "num_hidden_layers": 1})"), "fp8", true, 3});
        const std::vector<std::int32_t> tokens = test::random_tokens(5, 90, tiny.vocab_size());
        std::array<std::vector<float>, 2> found;
        for (const bool room : {false, true})
            test::on_platform([&] {
                const auto model = load(tiny);
                const auto cache = model->make_cache(200);
                const auto pass = [&](model::Cache& to, std::size_t first, std::size_t count) {
                    const model::SequenceInput input{&to, std::span(tokens).subspan(first, count), false};
                    append(found[room], model->forward({&input, 1}, {}));
                };
                std::vector<std::unique_ptr<model::Cache>> others; // a page each
                const auto add = [&](std::size_t pages) {
                    for (std::size_t i = 0; i < pages; ++i)
                        pass(*others.emplace_back(model->make_cache(10)), i, 2);
                };
                if (room)
                    add(12);
                others.clear();
                found[room].clear();
                pass(*cache, 0, 60);
                add(3);
                for (std::size_t i = 60; i < 70; ++i) // the fifth page, in the middle of decoding
                    pass(*cache, i, 1);
                add(4); // and the ninth
                pass(*cache, 70, 10);
                for (std::size_t i = 80; i < 84; ++i)
                    pass(*cache, i, 1);
                for (const auto& other : others)
                    pass(*other, 84, 1);
            });
        QVERIFY(found[0] == found[1]);
    }

#ifndef HADAL_CUDA
    /// Below and beyond index_topk, and a step of the draft module: its tables and its tokens go up, logits
    /// come down.
    void a_step_is_one_launch() {
        simt::start({});
        const auto model = load(tiny_);
        const auto cache = model->make_cache(100);
        const auto draft_cache = model->draft_module()->make_cache(100);
        std::int32_t token = 1;
        const auto calls_of = [&](const auto& work) {
            const simt::HostCalls before = simt::host_calls();
            work();
            const simt::HostCalls& after = simt::host_calls();
            return simt::HostCalls{after.kernels - before.kernels, after.graphs - before.graphs,
                                   after.copies - before.copies, after.waits - before.waits,
                                   after.memory - before.memory};
        };
        const auto step = [&] {
            const model::SequenceInput input{cache.get(), {&++token, 1}, false};
            model->forward({&input, 1}, {});
        };
        const simt::HostCalls one_launch{0, 1, 3, 1, 0};
        for (const int length : {5, 20}) {
            while (cache->length() < length)
                step();
            const simt::HostCalls calls = calls_of(step);
            QVERIFY2(calls == one_launch, qPrintable(text(calls)));
        }
        const auto guess = [&] { model->draft_module()->go_on(*draft_cache, 1, {}); };
        model->draft_module()->follow(*draft_cache, 0, std::array{token}, {});
        for (int i = 0; i < 3; ++i)
            guess();
        const simt::HostCalls guessing = calls_of(guess);
        QVERIFY2(guessing == one_launch, qPrintable(text(guessing)));

        Onlooker onlooker; // downloads what was chosen, so only the kernels are those of a step
        model->set_trace(&onlooker);
        qInfo("queued one by one, a step of two layers is: %s", qPrintable(text(calls_of(step))));
        QVERIFY(simt::findings().empty());
    }

    /// Where the device chooses the token, what it needs to know goes up when the step is under way, and the
    /// token comes down in place of the logits.
    void a_choice_is_four_kernels_more() {
        std::vector<std::int32_t> host, device;
        for (const bool chooses : {false, true}) {
            simt::start({});
            const auto model = load(tiny_);
            std::vector<std::int32_t> known(static_cast<std::size_t>(model->vocab_size()));
            std::iota(known.begin(), known.end(), 0);
            const auto chooser = chooses ? model->make_chooser(known) : nullptr;
            const auto cache = model->make_cache(100);
            std::array<ops::TokenRule, 1> rule;
            rule[0].temperature = 0.0f;
            std::int32_t token = 1;
            simt::HostCalls before, at_work;
            const auto step = [&] {
                before = simt::host_calls();
                const model::SequenceInput input{cache.get(), {&token, 1}, false};
                if (chooser) {
                    token = chooser
                                ->forward({&input, 1},
                                          [&]() -> std::span<const ops::TokenRule> {
                                              at_work = simt::host_calls();
                                              return rule;
                                          },
                                          {})[0]
                                .id;
                } else {
                    const auto logits = model->forward({&input, 1}, {});
                    token = static_cast<std::int32_t>(std::max_element(logits.begin(), logits.end()) -
                                                      logits.begin());
                }
                (chooser ? device : host).push_back(token);
            };
            for (int i = 0; i < 14; ++i)
                step();
            if (!chooser)
                continue;
            const simt::HostCalls& after = simt::host_calls();
            const simt::HostCalls calls{after.kernels - before.kernels, after.graphs - before.graphs,
                                        after.copies - before.copies, after.waits - before.waits,
                                        after.memory - before.memory};
            QVERIFY2((calls == simt::HostCalls{4, 1, 4, 1, 0}), qPrintable(text(calls)));
            QCOMPARE(at_work.graphs, after.graphs); // the device was at work when the rules were asked for,
            QCOMPARE(at_work.waits, before.waits);  // and nobody had waited for it
            QVERIFY(simt::findings().empty());
        }
        QCOMPARE(device, host);
    }

    void goes_on_where_nothing_can_be_captured() {
        std::vector<float> expected;
        test::on_platform([&] { expected = decode(*load(tiny_), true); });
        simt::Options machine;
        machine.captures = false;
        simt::start(machine);
        auto backend = cuda::make_backend({.activation_quant = ops::ActivationQuant::PowerOfTwo});
        const ops::Backend& observed = *backend;
        const auto model = tiny_.load(std::move(backend), options());
        model->load_draft_module();
        QVERIFY(observed.notice().empty());
        const auto found = decode(*model, true);
        QVERIFY(found == expected);
        QVERIFY(std::string(observed.notice()).find("could not be recorded") != std::string::npos);
        QCOMPARE(simt::host_calls().graphs, std::uint64_t{0});
    }
#endif

  private:
#ifndef HADAL_CUDA
    static QString text(const simt::HostCalls& calls) {
        return QString("%1 kernels, %2 graphs, %3 copies, %4 waits, memory taken or given back %5 times")
            .arg(calls.kernels)
            .arg(calls.graphs)
            .arg(calls.copies)
            .arg(calls.waits)
            .arg(calls.memory);
    }
#endif
    const test::TinyModel tiny_{
        {test::tiny_gpu_config(R"({"index_n_heads": 4, "num_hidden_layers": 2})"), "fp8", true, 3}};
};

QTEST_GUILESS_MAIN(CudaRepeatTest)
#include "cuda_repeat_test.moc"
