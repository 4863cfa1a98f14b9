#include "app/cli/command.h"
#include "app/cli/json_lines.h"
#include "app/cli/tokenizers.h"
#include "kernels/error.h"

namespace hadal::cli {

namespace {

std::vector<std::int32_t> ids_of(const Json& line, const tokenizer::Tokenizer& tokenizer) {
    const auto list = line.find("ids");
    if (list == line.end() || !list->is_array())
        throw Error(ErrorKind::InvalidInput, "\"ids\" must be an array of token ids");
    std::vector<std::int32_t> ids;
    for (const auto& item : *list) {
        const bool fits = item.is_number_integer() && item >= 0 && item < tokenizer.size();
        if (!fits || !tokenizer.known(item.get<std::int32_t>()))
            throw Error(ErrorKind::InvalidInput,
                        "\"ids\" has " + print_compact(item) + ", which is no token of this tokenizer");
        ids.push_back(item.get<std::int32_t>());
    }
    return ids;
}

void detokenize(const Arguments& arguments) {
    const auto tokenizer = tokenizer_from(arguments);
    for_each_json_line([&](const Json& line) {
        print_line({{"text", tokenizer.decode(ids_of(line, tokenizer))}});
    });
}

} // namespace

const Command detokenize_command = {
    "detokenize",
    "token ids to text",
    "Reads JSON Lines {\"ids\"} and prints {\"text\"}, special tokens included.",
    tokenizer_options(),
    false,
    detokenize,
};

} // namespace hadal::cli
