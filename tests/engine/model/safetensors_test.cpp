// The safetensors header: what the format allows is read, everything else is refused with a message.
#include "engine/model/safetensors.h"

#include "tests/engine/expect_error.h"

#include <QTemporaryDir>

#include <algorithm>
#include <fcntl.h>
#include <fstream>
#include <random>
#include <sys/mman.h>
#include <unistd.h>

using namespace hadal;
using namespace hadal::model;
using test::expect_error;

namespace {
const std::string kGood = R"({"__metadata__":{"format":"pt"},
    "a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},
    "b":{"shape":[4],"data_offsets":[24,28],"dtype":"F8_E4M3"},
    "scalar":{"dtype":"BF16","shape":[],"data_offsets":[28,30]},
    "empty":{"dtype":"F32","shape":[0,7],"data_offsets":[30,30]}})";
}

class SafetensorsTest : public QObject {
    Q_OBJECT
  private slots:
    void reads_what_the_format_allows() {
        const auto entries = parse_safetensors_header(kGood + "   ", 30, "f");
        QCOMPARE(entries.size(), std::size_t{4});
        QCOMPARE(entries.at("a").shape, (std::vector<std::int64_t>{2, 3}));
        QCOMPARE(entries.at("b").dtype, std::string("F8_E4M3"));
        QCOMPARE(entries.at("b").begin, std::size_t{24});
        QVERIFY(entries.at("scalar").shape.empty());
        QCOMPARE(shape_text(entries.at("a").shape), std::string("[2, 3]"));
    }

    void refused_data() {
        QTest::addColumn<QString>("header");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* name, const char* header, const char* words) {
            QTest::newRow(name) << QString(header) << QString(words);
        };
        row("empty", "", "JSON");
        row("array", "[]", "JSON object|array");
        row("number", "7", "JSON object");
        row("cut", R"({"a":{"dtype":"F32")", "JSON");
        row("text after it", R"({} x)", "JSON");
        row("twice", R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},
                         "a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}})",
            "\"a\" twice");
        row("metadata twice", R"({"__metadata__":{},"__metadata__":{}})", "twice");
        row("metadata of objects", R"({"__metadata__":{"x":{}}})", "object");
        row("field twice", R"({"a":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}})",
            "dtype twice");
        row("no dtype", R"({"a":{"shape":[1],"data_offsets":[0,1]}})", "\"a\"|dtype");
        row("no shape", R"({"a":{"dtype":"U8","data_offsets":[0,1]}})", "\"a\"|shape");
        row("no offsets", R"({"a":{"dtype":"U8","shape":[1]}})", "\"a\"|data_offsets");
        row("one offset", R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0]}})", "data_offsets");
        row("three offsets", R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1,2]}})", "two numbers");
        row("unknown dtype", R"({"a":{"dtype":"F9","shape":[1],"data_offsets":[0,1]}})", "\"a\"|\"F9\"");
        row("unknown field", R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"x":"y"}})", "\"x\"");
        row("fraction", R"({"a":{"dtype":"U8","shape":[1.5],"data_offsets":[0,1]}})", "fraction");
        row("negative", R"({"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}})", "negative");
        row("beyond 63 bits", R"({"a":{"dtype":"U8","shape":[9223372036854775808],"data_offsets":[0,1]}})",
            "range");
        row("beyond 64 bits",
            R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,99999999999999999999999]}})", "fraction");
        row("product overflows",
            R"({"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}})",
            "impossible shape");
        row("too many dimensions", R"({"a":{"dtype":"U8","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,1]}})",
            "dimensions");
        row("nested shape", R"({"a":{"dtype":"U8","shape":[[1]],"data_offsets":[0,1]}})", "array");
        row("size does not fit", R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}})",
            "should take 8 bytes|4");
        row("backwards", R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[2,1]}})", "bytes 2 to 1");
        row("out of range", R"({"a":{"dtype":"U8","shape":[65],"data_offsets":[0,65]}})",
            "64 bytes|truncated");
        row("overlap", R"({"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},
                           "b":{"dtype":"U8","shape":[8],"data_offsets":[7,15]}})",
            "\"a\"|\"b\"|overlap|byte 7");
    }
    void refused() {
        QFETCH(QString, header);
        QFETCH(QString, words);
        std::vector<std::string> expected = {"shard.safetensors"};
        for (const QString& word : words.split('|'))
            expected.push_back(word.toStdString());
        expect_error(ErrorKind::InvalidFile, expected,
                     [&] { parse_safetensors_header(header.toStdString(), 64, "shard.safetensors"); });
    }
    void depth_costs_nothing() {
        for (const char* opening : {"[", "{\"a\":", "{\"a\":{\"shape\":["}) {
            std::string header;
            while (header.size() < 4u << 20)
                header += opening;
            expect_error(ErrorKind::InvalidFile, {"f"}, [&] { parse_safetensors_header(header, 0, "f"); });
        }
    }
    void reads_now_what_is_asked_for() {
        constexpr std::size_t kBytes = 4 << 20;
        QTemporaryDir directory;
        const std::filesystem::path path =
            std::filesystem::path(directory.path().toStdString()) / "a.safetensors";
        {
            const std::string header =
                R"({"a":{"dtype":"F8_E4M3","shape":[4194304],"data_offsets":[0,4194304]}})";
            const std::uint64_t size = header.size();
            std::ofstream out(path, std::ios::binary);
            out.write(reinterpret_cast<const char*>(&size), sizeof size);
            out << header << std::string(kBytes, 'x');
        }
        const int file = ::open(path.c_str(), O_RDONLY);
        ::fsync(file);
        const SafetensorsFile mapped(path);
        const std::byte* middle = mapped.data(mapped.entries().at("a")) + kBytes / 2;
        const auto in_memory = [&] {
            const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
            const std::size_t first = (reinterpret_cast<std::uintptr_t>(middle) + page - 1) / page * page;
            std::vector<unsigned char> pages((1 << 20) / page);
            ::mincore(reinterpret_cast<void*>(first), 1 << 20, pages.data());
            return std::count_if(pages.begin(), pages.end(), [](unsigned char p) { return p & 1; });
        };
        const auto all = static_cast<std::ptrdiff_t>((1 << 20) / ::sysconf(_SC_PAGESIZE));
        // Pages that were just written may be held for a moment longer.
        for (int i = 0; i < 50 && in_memory() == all; ++i) {
            QTest::qSleep(i);
            ::posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
        }
        ::close(file);
        if (in_memory() == all)
            QSKIP("This file system keeps its files in memory.");
        read_now(middle, (1 << 20) + 8192);
        QTRY_COMPARE(in_memory(), all); // where the system does not wait for it
    }
    void any_damage_is_an_error_or_harmless() {
        std::mt19937 random(7);
        int refused = 0;
        for (int round = 0; round < 20000; ++round) {
            std::string header = kGood;
            for (int edits = 1 + static_cast<int>(random() % 3); edits > 0; --edits)
                header[random() % header.size()] = static_cast<char>(random());
            try {
                for (const auto& [name, entry] : parse_safetensors_header(header, 30, "f"))
                    QVERIFY(entry.begin <= entry.end && entry.end <= 30);
            } catch (const Error& error) {
                QVERIFY(error.kind() == ErrorKind::InvalidFile);
                ++refused;
            }
        }
        QVERIFY(refused > 10000);
    }
};

QTEST_APPLESS_MAIN(SafetensorsTest)
#include "safetensors_test.moc"
