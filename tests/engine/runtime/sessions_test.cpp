// Which tokens are computed again, and which session goes when there is no room.
#include "fake_model.h"

#include "engine/runtime/sessions.h"

#include <QTest>

using namespace hadal;
using namespace hadal::runtime;
using namespace hadal::test;

namespace {
using Ids = std::vector<std::int32_t>;

/// Passes what is missing of a prompt. Returns the number of tokens that were kept.
std::int64_t read(Sequence& sequence, const Ids& prompt) {
    const std::int64_t kept = sequence.keep_common_prefix(prompt);
    sequence.append(std::span(prompt).subspan(static_cast<std::size_t>(kept)), {});
    return kept;
}
} // namespace

class SessionsTest : public QObject {
    Q_OBJECT

  private slots:
    void the_common_prefix_stays_data() {
        QTest::addColumn<QVector<int>>("before");
        QTest::addColumn<QVector<int>>("prompt");
        QTest::addColumn<int>("kept");
        using V = QVector<int>;
        QTest::newRow("fresh") << V{} << V{1, 2, 3} << 0;
        QTest::newRow("appended") << V{1, 2, 3} << V{1, 2, 3, 4, 5} << 3;
        QTest::newRow("edited in the middle") << V{1, 2, 3, 4, 5} << V{1, 2, 9, 4, 5} << 2;
        QTest::newRow("edited at the start") << V{1, 2, 3} << V{9, 2, 3} << 0;
        QTest::newRow("the same: the last again") << V{1, 2, 3} << V{1, 2, 3} << 2;
        QTest::newRow("shorter: its last again") << V{1, 2, 3, 4, 5} << V{1, 2, 3} << 2;
        QTest::newRow("one token") << V{1, 2} << V{1} << 0;
    }
    void the_common_prefix_stays() {
        QFETCH(QVector<int>, before);
        QFETCH(QVector<int>, prompt);
        QFETCH(int, kept);
        FakeModelState state, fresh_state;
        FakeModel model(state), fresh_model(fresh_state);
        Sequence sequence(model, 100), fresh(fresh_model, 100);
        if (!before.isEmpty())
            sequence.append(Ids(before.begin(), before.end()), {});
        state.steps.clear();

        const Ids ids(prompt.begin(), prompt.end());
        QCOMPARE(sequence.keep_common_prefix(ids), kept);
        const auto logits = sequence.append(std::span(ids).subspan(static_cast<std::size_t>(kept)), {});
        QCOMPARE(state.tokens_passed(), ids.size() - static_cast<std::size_t>(kept));
        QCOMPARE(sequence.tokens(), ids);
        // The model sees exactly what it would have seen without the earlier tokens.
        const auto expected = fresh.append(ids, {});
        QVERIFY(std::equal(logits.begin(), logits.end(), expected.begin(), expected.end()));
    }

    void a_cancelled_step_leaves_the_sequence_as_it_was() {
        FakeModelState state;
        FakeModel model(state);
        Sequence sequence(model, 100);
        sequence.append(Ids{1, 2, 3}, {});
        std::stop_source stop;
        state.on_layer = [&](int, int layer) {
            if (layer == 2)
                stop.request_stop();
        };
        QVERIFY_EXCEPTION_THROWN(sequence.append(Ids{4, 5}, stop.get_token()), Error);
        QCOMPARE(sequence.tokens(), (Ids{1, 2, 3}));
        state.on_layer = nullptr;
        QCOMPARE(read(sequence, {1, 2, 3, 4, 5}), 3);
    }

    void sessions_do_not_mix() {
        FakeModelState state;
        FakeModel model(state);
        Sessions sessions(model, {100, 4, 0});
        QCOMPARE(read(sessions.open("a", 3), {1, 2, 3}), 0);
        QCOMPARE(read(sessions.open("b", 3), {1, 2, 4}), 0);
        QCOMPARE(read(sessions.open("a", 4), {1, 2, 3, 5}), 3);
        QCOMPARE(read(sessions.open("b", 4), {1, 2, 4, 5}), 3);
        sessions.close("a");
        QCOMPARE(read(sessions.open("a", 4), {1, 2, 3, 5}), 0);
        QCOMPARE(state.caches.size(), std::size_t{2});
    }

    void the_one_unused_for_longest_goes_first() {
        FakeModelState state;
        FakeModel model(state);
        Sessions sessions(model, {100, 3, 0});
        for (const char* name : {"a", "b", "c"})
            read(sessions.open(name, 2), {1, 2});
        read(sessions.open("a", 3), {1, 2, 3});
        read(sessions.open("d", 2), {1, 2}); // b goes
        QCOMPARE(sessions.size(), std::size_t{3});
        QCOMPARE(state.caches.size(), std::size_t{3});
        QCOMPARE(read(sessions.open("c", 3), {1, 2, 3}), 2);
        QCOMPARE(read(sessions.open("a", 4), {1, 2, 3, 4}), 3);
        QCOMPARE(read(sessions.open("b", 3), {1, 2, 3}), 0);
    }

    void too_many_tokens_push_sessions_out() {
        FakeModelState state;
        FakeModel model(state);
        Sessions sessions(model, {100, 10, 20});
        read(sessions.open("a", 8), Ids(8, 1));
        read(sessions.open("b", 8), Ids(8, 1));
        QCOMPARE(sessions.size(), std::size_t{2});
        read(sessions.open("c", 4), Ids(4, 1));
        QCOMPARE(sessions.size(), std::size_t{3});
        read(sessions.open("c", 5), Ids(5, 1)); // 8 + 8 + 5 is too many
        QCOMPARE(sessions.size(), std::size_t{2});
        QCOMPARE(read(sessions.open("b", 9), Ids(9, 1)), 8);
        read(sessions.open("b", 50), Ids(50, 1)); // too long alone: the one in use stays
        QCOMPARE(sessions.size(), std::size_t{1});
        QCOMPARE(sessions.open("b", 51).tokens().size(), std::size_t{50});
    }

    void memory_for_another_comes_from_the_oldest() {
        FakeModelState state;
        state.max_caches = 2;
        FakeModel model(state);
        Sessions sessions(model, {100, 10, 0});
        read(sessions.open("a", 2), {1, 2});
        read(sessions.open("b", 2), {1, 2});
        read(sessions.open("c", 2), {1, 2});
        QCOMPARE(sessions.size(), std::size_t{2});
        QCOMPARE(read(sessions.open("b", 3), {1, 2, 3}), 2);

        state.max_caches = 0;
        try {
            sessions.open("d", 2);
            QFAIL("there was no memory");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::OutOfMemory);
        }
        state.max_caches = 1;
        QCOMPARE(read(sessions.open("d", 2), {1, 2}), 0);
    }
};

QTEST_APPLESS_MAIN(SessionsTest)
#include "sessions_test.moc"
