#include "app/cli/command.h"
#include "app/cli/json_lines.h"
#include "app/cli/tokenizers.h"

namespace hadal::cli {

namespace {

void tokenize(const Arguments& arguments) {
    const auto tokenizer = tokenizer_from(arguments);
    for_each_json_line([&](const Json& line) {
        print_line({{"ids", tokenizer.encode(string_member(line, "text"))}});
    });
}

} // namespace

const Command tokenize_command = {
    "tokenize",
    "text to token ids",
    "Reads JSON Lines {\"text\"} and prints {\"ids\"}. Special strings in the text become special tokens.",
    tokenizer_options(),
    false,
    tokenize,
};

} // namespace hadal::cli
