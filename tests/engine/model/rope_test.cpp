// Rotary frequencies and attention scale against the values that the published configs lead to.
#include "engine/model/rope.h"

#include <QtTest>

#include <cmath>

using namespace hadal::model;

namespace {

/// DeepSeek-V3.2.
Config v32() {
    Config config;
    config.qk_nope_head_dim = 128;
    config.qk_rope_head_dim = 64;
    config.rope_theta = 10000.0;
    config.rope_scaling = Yarn{40.0, 4096.0, 32.0, 1.0, 1.0, 1.0};
    return config;
}

bool near(double found, double expected, double relative) {
    return std::abs(found - expected) <= relative * std::abs(expected);
}

} // namespace

class RopeTest : public QObject {
    Q_OBJECT

  private slots:
    void frequencies_of_v32_data() {
        QTest::addColumn<int>("pair");
        QTest::addColumn<double>("expected");
        QTest::newRow("first, kept") << 0 << 1.0;
        QTest::newRow("last that is kept") << 10 << 0.0562341;
        QTest::newRow("first that is blended") << 11 << 0.0390069;
        QTest::newRow("middle") << 16 << 0.0055;
        QTest::newRow("last that is blended") << 22 << 1.77828e-4;
        QTest::newRow("first that is slowed") << 23 << 3.3338e-5;
        QTest::newRow("last") << 31 << 3.3338e-6;
    }

    void frequencies_of_v32() {
        QFETCH(int, pair);
        QFETCH(double, expected);
        const auto inv_freq = rope_inv_freq(v32());
        QCOMPARE(inv_freq.size(), std::size_t(32));
        QVERIFY(near(inv_freq[static_cast<std::size_t>(pair)], expected, 1e-5));
    }

    void scale_of_v32() {
        QVERIFY(near(softmax_scale(v32()), 0.13523378, 1e-7));
        QCOMPARE(rope_magnitude(v32()), 1.0f);
    }

    void scale_of_v2_lite() {
        Config config = v32();
        config.rope_scaling->mscale = config.rope_scaling->mscale_all_dim = 0.707;
        QVERIFY(near(softmax_scale(config), 0.1147214, 1e-6));
        QCOMPARE(rope_magnitude(config), 1.0f);
    }

    void no_scaling_as_in_moonlight() {
        Config config = v32();
        config.rope_scaling.reset();
        config.rope_theta = 50000.0;
        const auto inv_freq = rope_inv_freq(config);
        for (std::size_t j = 0; j < inv_freq.size(); ++j)
            QVERIFY(near(inv_freq[j], std::pow(50000.0, -static_cast<double>(j) / 32.0), 1e-6));
        QVERIFY(near(softmax_scale(config), 1.0 / std::sqrt(192.0), 1e-7));
        QCOMPARE(rope_magnitude(config), 1.0f);
    }

    void without_mscale_all_dim_the_softmax_is_not_scaled() {
        Config config = v32();
        config.rope_scaling->mscale_all_dim = 0.0;
        QVERIFY(near(softmax_scale(config), 1.0 / std::sqrt(192.0), 1e-7));
        QVERIFY(near(rope_magnitude(config), 0.1 * std::log(40.0) + 1.0, 1e-7));
    }

    void factors_up_to_one_have_no_magnitude() {
        Config config = v32();
        config.rope_scaling->factor = 1.0;
        QVERIFY(near(softmax_scale(config), 1.0 / std::sqrt(192.0), 1e-7));
        QCOMPARE(rope_magnitude(config), 1.0f);
        const auto inv_freq = rope_inv_freq(config);
        QVERIFY(near(inv_freq[31], std::pow(10000.0, -31.0 / 32.0), 1e-6));
    }

    void a_blend_without_width_stays_finite() {
        Config config = v32();
        config.rope_scaling->beta_fast = config.rope_scaling->beta_slow = 1e9;
        for (const float f : rope_inv_freq(config)) {
            QVERIFY(std::isfinite(f));
            QVERIFY(f > 0.0f);
        }
    }
};

QTEST_GUILESS_MAIN(RopeTest)
#include "rope_test.moc"
