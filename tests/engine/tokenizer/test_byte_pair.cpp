#include "engine/tokenizer/byte_pair.h"

#include <QtTest>

#include <map>
#include <random>
#include <string>

using namespace hadal::tokenizer;

namespace {

std::array<std::int32_t, 256> identity() {
    std::array<std::int32_t, 256> ids;
    for (int byte = 0; byte < 256; ++byte)
        ids[byte] = byte;
    return ids;
}

/// Byte-pair encoding as it is defined: join the leftmost pair of lowest rank until there is none.
std::vector<std::int32_t> by_definition(std::string_view word, const std::vector<MergeRule>& merges) {
    std::map<std::pair<std::int32_t, std::int32_t>, std::size_t> ranks;
    for (std::size_t rank = 0; rank < merges.size(); ++rank)
        ranks[{merges[rank].left, merges[rank].right}] = rank;
    std::vector<std::int32_t> ids;
    for (const char byte : word)
        ids.push_back(static_cast<unsigned char>(byte));
    for (;;) {
        std::size_t best_rank = merges.size(), best = 0;
        for (std::size_t i = 0; i + 1 < ids.size(); ++i) {
            const auto found = ranks.find({ids[i], ids[i + 1]});
            if (found != ranks.end() && found->second < best_rank) {
                best_rank = found->second;
                best = i;
            }
        }
        if (best_rank == merges.size())
            return ids;
        ids[best] = merges[best_rank].result;
        ids.erase(ids.begin() + static_cast<std::ptrdiff_t>(best) + 1);
    }
}

/// Merges over a small alphabet, many of them overlapping, in no sensible order.
std::vector<MergeRule> random_merges(std::mt19937& random, int count) {
    std::vector<std::int32_t> tokens = {'a', 'b', 'c'};
    std::map<std::pair<std::int32_t, std::int32_t>, bool> used;
    std::vector<MergeRule> merges;
    while (static_cast<int>(merges.size()) < count) {
        const auto left = tokens[random() % tokens.size()], right = tokens[random() % tokens.size()];
        if (std::exchange(used[{left, right}], true))
            continue;
        const auto result = static_cast<std::int32_t>(256 + merges.size());
        merges.push_back({left, right, result});
        tokens.push_back(result);
    }
    std::shuffle(merges.begin(), merges.end(), random);
    return merges;
}

std::string random_word(std::mt19937& random, std::size_t length) {
    std::string word;
    for (std::size_t i = 0; i < length; ++i)
        word += "abc"[random() % 3];
    return word;
}

} // namespace

class TestBytePair : public QObject {
    Q_OBJECT
  private slots:
    void followsTheDefinition_data() {
        QTest::addColumn<int>("length");
        // Both ways of merging, and the border between them.
        for (const int length : {1, 2, 3, 7, 30, 127, 128, 129, 400})
            QTest::addRow("%d bytes", length) << length;
    }
    void followsTheDefinition() {
        QFETCH(int, length);
        std::mt19937 random(static_cast<unsigned>(length));
        for (int round = 0; round < 30; ++round) {
            const auto merges = random_merges(random, 1 + static_cast<int>(random() % 40));
            const BytePairEncoder encoder(identity(), merges);
            BytePairEncoder::Scratch scratch;
            for (int i = 0; i < 5; ++i) {
                const std::string word = random_word(random, static_cast<std::size_t>(length));
                std::vector<std::int32_t> ids;
                encoder.encode(word, scratch, ids);
                QCOMPARE(ids, by_definition(word, merges));
            }
        }
    }

    void leftmostPairGoesFirst() {
        const BytePairEncoder encoder(identity(), std::vector<MergeRule>{{'a', 'a', 300}});
        for (const std::size_t length : {5, 501}) {
            BytePairEncoder::Scratch scratch;
            std::vector<std::int32_t> ids;
            encoder.encode(std::string(length, 'a'), scratch, ids);
            std::vector<std::int32_t> expected(length / 2, 300);
            expected.push_back('a');
            QCOMPARE(ids, expected);
        }
    }

    void appends() {
        const BytePairEncoder encoder(identity(), std::vector<MergeRule>{{'a', 'b', 256}});
        BytePairEncoder::Scratch scratch;
        std::vector<std::int32_t> ids = {7};
        encoder.encode("abc", scratch, ids);
        encoder.encode("", scratch, ids);
        QCOMPARE(ids, (std::vector<std::int32_t>{7, 256, 'c'}));
    }

    void workGrowsLinearly_data() {
        QTest::addColumn<QByteArray>("unit");
        QTest::newRow("one letter") << QByteArray("a");
        QTest::newRow("spaces") << QByteArray(" ");
        QTest::newRow("one Han character") << QByteArray("\xE4\xB8\x80");
        QTest::newRow("two letters") << QByteArray("ab");
    }
    void workGrowsLinearly() {
        QFETCH(QByteArray, unit);
        // Every doubling of the unit is a token, so there is a merge to do at each of eight levels.
        std::vector<MergeRule> merges;
        std::int32_t token = static_cast<unsigned char>(unit[0]);
        for (int i = 1; i < unit.size(); ++i) {
            merges.push_back(
                {token, static_cast<unsigned char>(unit[i]), static_cast<std::int32_t>(256 + merges.size())});
            token = merges.back().result;
        }
        for (int level = 0; level < 8; ++level) {
            merges.push_back({token, token, static_cast<std::int32_t>(256 + merges.size())});
            token = merges.back().result;
        }
        const BytePairEncoder encoder(identity(), merges);
        BytePairEncoder::Scratch scratch;
        const auto steps = [&](qsizetype bytes) {
            const QByteArray word = unit.repeated(bytes / unit.size());
            std::vector<std::int32_t> ids;
            const std::size_t taken =
                encoder.encode({word.data(), static_cast<std::size_t>(word.size())}, scratch, ids);
            return taken;
        };
        const std::size_t small = steps(64 << 10), large = steps(1 << 20);
        QVERIFY2(large <= small * 16 * 11 / 10, qPrintable(QString("%1 then %2").arg(small).arg(large)));
        QVERIFY(large < std::size_t(8) << 20);
    }
};

QTEST_APPLESS_MAIN(TestBytePair)
#include "test_byte_pair.moc"
