#include "app/cli/command.h"
#include "app/cli/json_lines.h"
#include "app/cli/model_options.h"
#include "engine/model/inspectable_model.h"
#include "kernels/cpu/bandwidth.h"
#include "kernels/error.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>

namespace hadal::cli {

namespace {

struct Row {
    std::string test; ///< "prefill 512" or "decode 64"
    std::int64_t depth = 0;
    std::vector<double> tokens_per_s;
    std::int64_t bytes_per_token = 0; ///< weights read for one token; 0 for prefill, where tokens share them

    double median() const {
        auto sorted = tokens_per_s;
        std::sort(sorted.begin(), sorted.end());
        const auto middle = sorted.size() / 2;
        return sorted.size() % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
    double gb_per_s() const { return median() * static_cast<double>(bytes_per_token) * 1e-9; }
};

/// One sequence of arbitrary tokens; which ones does not change the work.
class Bench {
  public:
    Bench(model::InspectableModel& model, std::int64_t length)
        : model_(model), cache_(model.make_cache(length)) {
        std::mt19937 random(1);
        tokens_.resize(static_cast<std::size_t>(length));
        for (auto& token : tokens_)
            token = static_cast<std::int32_t>(random() % static_cast<std::uint32_t>(model.vocab_size()));
    }

    /// Makes the cache hold `depth` tokens.
    void go_to(std::int64_t depth) {
        if (cache_->length() > depth)
            cache_->truncate(depth);
        read(depth - cache_->length(), model_.prefill_chunk());
    }

    /// Tokens per second of reading `count` more, `at_once` a step.
    double timed(std::int64_t count, std::int64_t at_once) {
        const auto begin = std::chrono::steady_clock::now();
        read(count, at_once);
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
        return static_cast<double>(count) / seconds.count();
    }

  private:
    void read(std::int64_t count, std::int64_t at_once) {
        while (count > 0) {
            const auto now = std::min(count, at_once);
            const model::SequenceInput input = {
                .cache = cache_.get(),
                .tokens = std::span(tokens_).subspan(static_cast<std::size_t>(cache_->length()),
                                                     static_cast<std::size_t>(now)),
                .all_logits = false};
            model_.forward({&input, 1}, {});
            count -= now;
        }
    }

    model::InspectableModel& model_;
    std::unique_ptr<model::Cache> cache_;
    std::vector<std::int32_t> tokens_;
};

struct Work {
    std::string name;
    std::int64_t count;
    bool decode;
};

Row measure(Bench& bench, const model::InspectableModel& model, const Work& work, std::int64_t depth,
            std::int64_t repeat) {
    Row row = {
        work.name + " " + std::to_string(work.count), depth, {}, work.decode ? model.bytes_per_token() : 0};
    for (std::int64_t i = -1; i < repeat; ++i) { // the first round only warms up
        bench.go_to(depth);
        const auto speed = bench.timed(work.count, work.decode ? 1 : model.prefill_chunk());
        if (i >= 0)
            row.tokens_per_s.push_back(speed);
    }
    return row;
}

void print_row(const Row& row, double machine_gb_per_s, bool json) {
    if (json) {
        Json line = {{"test", row.test}, {"depth", row.depth}, {"tokens_per_s", row.tokens_per_s}};
        line["bytes_per_token"] = row.bytes_per_token ? Json(row.bytes_per_token) : Json();
        line["gb_per_s"] = row.bytes_per_token ? Json(row.gb_per_s()) : Json();
        line["machine_gb_per_s"] = machine_gb_per_s;
        return print_line(line);
    }
    const auto [low, high] = std::minmax_element(row.tokens_per_s.begin(), row.tokens_per_s.end());
    char text[160];
    std::snprintf(text, sizeof text, "%-14s %8lld %12.2f %10.2f %10.2f", row.test.c_str(),
                  static_cast<long long>(row.depth), row.median(), *low, *high);
    std::string line = text;
    if (row.bytes_per_token) {
        std::snprintf(text, sizeof text, " %10.1f %8.2f %7.0f%%",
                      static_cast<double>(row.bytes_per_token) * 1e-6, row.gb_per_s(),
                      100 * row.gb_per_s() / machine_gb_per_s);
        line += text;
    }
    print(line + "\n");
}

/// The depths that leave room for `longest` tokens; an error where one was asked for that does not.
std::vector<std::int64_t> fitting(std::vector<std::int64_t> depths, bool asked_for, std::int64_t context,
                                  std::int64_t longest) {
    const auto too_deep = [&](std::int64_t depth) { return depth + longest > context; };
    if (asked_for)
        for (const auto depth : depths)
            if (too_deep(depth))
                throw Error(ErrorKind::InvalidInput,
                            "A depth of " + std::to_string(depth) + " and " + std::to_string(longest) +
                                " tokens more do not fit the context of " + std::to_string(context) +
                                " tokens. Choose a smaller --depth, --prompt-tokens or --generate.");
    std::erase_if(depths, too_deep);
    if (depths.empty())
        throw Error(ErrorKind::InvalidInput, std::to_string(longest) + " tokens do not fit the context of " +
                                                 std::to_string(context) +
                                                 " tokens. Choose a smaller --prompt-tokens or --generate.");
    return depths;
}

void bench(const Arguments& arguments) {
    std::vector<Work> works;
    for (const auto count : arguments.integers("prompt-tokens", 1, std::int64_t{1} << 30))
        works.push_back({"prefill", count, false});
    if (const auto count = arguments.integer("generate", 0, std::int64_t{1} << 30))
        works.push_back({"decode", count, true});
    const auto wanted_depths = arguments.integers("depth", 0, std::int64_t{1} << 40);
    const auto repeat = arguments.integer("repeat", 1, 10'000);
    const bool json = arguments.has("json");
    const auto options = open_options_from(arguments);

    const auto model = models::load_model(source_from(arguments), options);
    print_notice(model->notice());
    const auto longest = std::max_element(works.begin(), works.end(), [](const Work& a, const Work& b) {
                             return a.count < b.count;
                         })->count;
    const auto context = options.context ? options.context : model->max_context();
    const auto depths = fitting(wanted_depths, arguments.has("depth"), context, longest);
    Bench sequence(*model, *std::max_element(depths.begin(), depths.end()) + longest);

    const auto machine = cpu::measure_read_bandwidth(options.threads) * 1e-9;
    if (!json) {
        char text[80];
        std::snprintf(text, sizeof text, "This machine reads %.2f GB/s.\n\n", machine);
        print(text);
        print("test              depth   tokens/s        min        max   MB/token     GB/s  of read\n");
    }
    for (const auto depth : depths)
        for (const auto& work : works)
            print_row(measure(sequence, *model, work, depth, repeat), machine, json);
}

} // namespace

const Command bench_command = {
    "bench",
    "how fast the model reads and writes",
    "Measures prefill (reading a prompt) and decode (writing, one token a step), with --depth tokens already "
    "in\n"
    "the cache, after one round to warm up. Prints the median and extremes; with --json one row a line: "
    "{\"test\",\n"
    "\"depth\", \"tokens_per_s\": [every round], \"bytes_per_token\", \"gb_per_s\", \"machine_gb_per_s\"}. "
    "Bytes are\n"
    "those of the weights that a decoded token reads, null for prefill; machine_gb_per_s is the read "
    "bandwidth of\n"
    "the memory, measured in the same run. Depths that do not fit the model are left out unless asked for.",
    {{"prompt-tokens", "N,…", "lengths of prefill", "128,512"},
     {"generate", "N", "length of decode; 0: none", "64"},
     {"depth", "N,…", "tokens in the cache before", "0,2048,16384"},
     {"repeat", "N", "rounds", "5"},
     {"json", "", "rows as JSON"}},
    true,
    bench,
};

} // namespace hadal::cli
