#include "app/cli/tokenizers.h"

#include "app/models/files.h"

namespace hadal::cli {

std::vector<Option> tokenizer_options() {
    return {{"tokenizer", "FILE", "a tokenizer.json; instead of --model"},
            {"model", "DIR|builtin", "the folder that has tokenizer.json", "builtin"}};
}

tokenizer::Tokenizer tokenizer_from(const Arguments& arguments) {
    if (!arguments.has("tokenizer"))
        return tokenizer::Tokenizer::from_file(
            models::directory_of(models::model_source(arguments.text("model"))) / "tokenizer.json");
    if (arguments.has("model"))
        throw UsageError("--tokenizer and --model exclude each other");
    return tokenizer::Tokenizer::from_file(arguments.text("tokenizer"));
}

} // namespace hadal::cli
