// The forward pass against independent implementations, on the fixtures that tests/oracle/make_fixtures.py
// writes.
#include "backends.h"
#include "tiny_model.h"

#include "engine/model/mtp.h"
#include "engine/model/safetensors.h"

#include <nlohmann/json.hpp>

#include <QtTest>

#include <cstring>
#include <fstream>

using namespace hadal;
using nlohmann::json;

namespace {

const std::filesystem::path kFixtures = std::filesystem::path(HADAL_TEST_DATA) / "oracle";

/// A choice may only differ from the oracle's where the oracle's own scores say that it was close: experts by
/// the difference of scores between the last one in and the first one out, positions by that difference over
/// the row's largest score.
struct Gates {
    double logits;    ///< largest absolute difference, or cosine difference where values are rounded
    bool cosine;      ///< which of the two
    double selection; ///< gap below which a selection may differ
    double routing;   ///< gap below which a routing may differ
};

Gates gates_of(const json& spec) {
    const json& numerics = spec["numerics"];
    if (spec["round_bf16"])
        return {1e-3, true, 2e-2, 1e-2};
    if (!numerics["activation_quant"].is_null() || numerics["fp8_latents"] || numerics["fp8_index_keys"])
        return {1e-4, true, 1e-3, 1e-5};
    return {1e-4, false, 1e-5, 1e-5};
}

ops::Numerics numerics_of(const json& spec) {
    ops::Numerics numerics;
    numerics.round_bf16 = spec["round_bf16"];
    const json& quant = spec["numerics"]["activation_quant"];
    if (!quant.is_null())
        numerics.activation_quant =
            quant == "scaled" ? ops::ActivationQuant::Scaled : ops::ActivationQuant::PowerOfTwo;
    return numerics;
}

model::ModelOptions options_of(const json& spec) {
    model::ModelOptions options = test::exact_options();
    if (spec["round_bf16"]) {
        options.latent_format = ops::LatentFormat::BF16;
        options.index_key_format = ops::IndexKeyFormat::BF16;
    }
    options.hadamard = spec["numerics"]["hadamard"];
    if (spec["numerics"]["fp8_latents"])
        options.latent_format = ops::LatentFormat::FP8;
    if (spec["numerics"]["fp8_index_keys"])
        options.index_key_format = ops::IndexKeyFormat::FP8;
    return options;
}

template <typename T>
std::vector<T> read(const model::SafetensorsFile& file, const std::string& name) {
    const auto& entry = file.entries().at(name);
    std::vector<T> values((entry.end - entry.begin) / sizeof(T));
    std::memcpy(values.data(), file.data(entry), entry.end - entry.begin);
    return values;
}

/// Rows of a choice that equal the oracle's as sets.
struct Agreement {
    std::size_t rows = 0;
    std::size_t equal = 0;
    double widest = 0; ///< largest gap of a row that does not

    QString text() const { return rows ? QStringLiteral("%1/%2").arg(equal).arg(rows) : QStringLiteral("-"); }
};

/// `prefix`: "selected" or "experts".
void compare_choices(Agreement& agreement, std::map<std::int64_t, std::vector<std::int32_t>> found,
                     const model::SafetensorsFile& file, const std::string& prefix) {
    for (auto& [layer, ours] : found) {
        auto expected = read<std::int32_t>(file, prefix + "." + std::to_string(layer));
        const auto gaps = read<float>(file, prefix + "_gap." + std::to_string(layer));
        QCOMPARE(ours.size(), expected.size());
        const auto width = static_cast<std::ptrdiff_t>(ours.size() / gaps.size());
        for (std::size_t row = 0; row < gaps.size(); ++row) {
            const auto begin = static_cast<std::ptrdiff_t>(row) * width;
            std::sort(ours.begin() + begin, ours.begin() + begin + width);
            std::sort(expected.begin() + begin, expected.begin() + begin + width);
            const bool same =
                std::equal(ours.begin() + begin, ours.begin() + begin + width, expected.begin() + begin);
            ++agreement.rows;
            agreement.equal += same;
            if (!same)
                agreement.widest = std::max(agreement.widest, static_cast<double>(gaps[row]));
        }
    }
}

} // namespace

class ParityTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        std::ifstream in(kFixtures / "cases.json");
        cases_ = json::parse(in);
        QVERIFY(cases_.size() >= 12);
    }

    void logits_and_choices_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("backend");
        for (const auto& [name, spec] : cases_.items())
            for (const std::string& backend : test::backend_names())
                QTest::addRow("%s on %s", name.c_str(), backend.c_str())
                    << QString::fromStdString(name) << QString::fromStdString(backend);
    }

    void logits_and_choices() {
        QFETCH(QString, name);
        QFETCH(QString, backend);
        const json& spec = cases_[name.toStdString()];
        const model::SafetensorsFile file(kFixtures / (name.toStdString() + ".safetensors"));
        const auto tokens = read<std::int32_t>(file, "tokens");
        const auto expected = read<float>(file, "logits");

        const test::TinyModel tiny({spec["config"].dump(), spec["storage"], spec["power_of_two_scales"],
                                    spec["seed"].get<std::uint64_t>()});
        const auto model =
            tiny.load(test::make_backend(backend.toStdString(), numerics_of(spec)), options_of(spec));
        test::Recorder recorder;
        model->set_trace(&recorder);
        std::vector<float> logits = test::run(*model, tokens);

        float difference = test::largest_difference(logits, expected);
        double cosine = test::cosine_difference(logits, expected);
        if (file.entries().contains("mtp_logits")) {
            const auto ahead = read<float>(file, "mtp_logits");
            const auto found = predict_ahead(*model, tokens);
            difference = std::max(difference, test::largest_difference(found, ahead));
            cosine = std::max(cosine, test::cosine_difference(found, ahead));
        }

        Agreement selection, routing;
        compare_choices(selection, recorder.positions, file, "selected");
        compare_choices(routing, recorder.experts, file, "experts");
        table_.append(QStringLiteral("%1 %2 %3 %4 %5 %6 %7")
                          .arg(name, -24)
                          .arg(QString::fromStdString(spec["oracle"]), -13)
                          .arg(backend, -10)
                          .arg(difference, 9, 'e', 1)
                          .arg(cosine, 9, 'e', 1)
                          .arg(selection.text(), 10)
                          .arg(routing.text(), 10));

        const Gates gates = gates_of(spec);
        QCOMPARE(recorder.positions.size(), count(file, "selected."));
        QCOMPARE(recorder.experts.size(), count(file, "experts."));
        QVERIFY2(selection.widest < gates.selection, "a clear selection differs");
        QVERIFY2(routing.widest < gates.routing, "a clear routing differs");
        QVERIFY2((gates.cosine ? cosine : difference) < gates.logits, "the logits differ");
    }

    void cleanupTestCase() {
        qInfo("%-24s %-13s %-10s %9s %9s %10s %10s", "configuration", "oracle", "backend", "max abs",
              "cosine", "selections", "experts");
        for (const QString& row : table_)
            qInfo("%s", qPrintable(row));
    }

  private:
    static std::size_t count(const model::SafetensorsFile& file, const std::string& prefix) {
        return static_cast<std::size_t>(
            std::count_if(file.entries().begin(), file.entries().end(),
                          [&](const auto& e) { return e.first.starts_with(prefix); }));
    }

    /// The MTP module's logits after each pair of a hidden state and the token that follows it. Reads the
    /// hidden states of the step that has just run.
    static std::vector<float> predict_ahead(model::DeepseekModel& model,
                                            const std::vector<std::int32_t>& tokens) {
        const auto mtp = model::MtpModule::load(model);
        const auto cache = mtp->make_cache(static_cast<std::int64_t>(tokens.size()));
        const auto pairs = static_cast<std::int64_t>(tokens.size()) - 1;
        const model::MtpInput input{cache.get(), model.hidden_states(0).slice_rows(0, pairs),
                                    std::span(tokens).subspan(1), true};
        const auto logits = mtp->forward({&input, 1}, {});
        return {logits.begin(), logits.end()};
    }

    json cases_;
    QStringList table_;
};

QTEST_GUILESS_MAIN(ParityTest)
#include "parity_test.moc"
