// The tokenizer for scripts beside it: encodes lines for comparison, or measures.
//
//   tokenizer_bench encode TOKENIZER_JSON            stdin JSONL {"text"[, "match_special"]}, stdout JSONL
//   [ids] tokenizer_bench time TOKENIZER_JSON TEXT REPEAT  stdout {"bytes", "tokens", "load_s", "first_s",
//   "seconds"}
#include "engine/tokenizer/tokenizer.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>

using hadal::tokenizer::Tokenizer;
using nlohmann::json;

namespace {

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void encode_lines(const Tokenizer& tokenizer) {
    std::string line;
    while (std::getline(std::cin, line)) {
        const json request = json::parse(line);
        std::cout << json(tokenizer.encode(request.at("text").get<std::string>(),
                                           request.value("match_special", true)))
                  << '\n';
    }
}

/// Encodes the whole text again and again. "first_s" is the first, cold round.
void measure(const char* tokenizer_json, const char* text_file, int repeat) {
    auto start = std::chrono::steady_clock::now();
    const Tokenizer tokenizer = Tokenizer::from_file(tokenizer_json);
    json result{{"load_s", seconds_since(start)}};

    std::ifstream file(text_file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    std::vector<std::int32_t> ids;
    std::vector<double> seconds;
    for (int i = 0; i < repeat; ++i) {
        ids.clear();
        start = std::chrono::steady_clock::now();
        tokenizer.encode(text, ids);
        seconds.push_back(seconds_since(start));
    }
    result.update(
        {{"bytes", text.size()}, {"tokens", ids.size()}, {"first_s", seconds.at(0)}, {"seconds", seconds}});
    std::cout << result << '\n';
}

} // namespace

int main(int argc, char** argv) try {
    const std::string mode = argc > 2 ? argv[1] : "";
    if (mode == "encode" && argc == 3) {
        encode_lines(Tokenizer::from_file(argv[2]));
    } else if (mode == "time" && argc == 5) {
        measure(argv[2], argv[3], std::stoi(argv[4]));
    } else {
        std::cerr << "usage: tokenizer_bench encode TOKENIZER_JSON | time TOKENIZER_JSON TEXT REPEAT\n";
        return 2;
    }
    return 0;
} catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
