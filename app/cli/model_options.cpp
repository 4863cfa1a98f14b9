#include "app/cli/model_options.h"

#include <iostream>

namespace hadal::cli {

std::span<const Option> model_options() {
    static const Option options[] = {
        {"model", "DIR|builtin", "a folder in the Hugging Face layout, or the model that comes with Hadal",
         "builtin"},
        {"backend", "auto|cpu|cuda|simt",
         "what computes: GPUs where they are and the model fits, or the CPU; simt is the GPU engine on a "
         "simulator, in builds for developers",
         "auto"},
        {"ranks", "N", "GPUs that share the model; with the CPU parts of it, each with a backend of its own",
         "1"},
        {"threads", "N", "threads that compute; 0: one per core", "0"},
        {"context", "N", "tokens that a conversation can hold; 0: as many as the model knows", "0"},
        {"attention", "sparse|dense", "dense attends to all tokens, not only to those the indexer selects",
         "sparse"},
    };
    return options;
}

models::ModelSource source_from(const Arguments& arguments) {
    const auto text = arguments.text("model");
    if (text.empty())
        throw UsageError("--model needs a folder or \"builtin\"");
    return models::model_source(text);
}

models::OpenOptions open_options_from(const Arguments& arguments) {
    models::OpenOptions options;
    options.backend = models::backend_kind(arguments.choice("backend", {"auto", "cpu", "cuda", "simt"}));
    options.threads = static_cast<int>(arguments.integer("threads", 0, 4096));
    options.ranks = static_cast<int>(arguments.integer("ranks", 1, 64));
    options.context = arguments.integer("context", 0, std::int64_t{1} << 40);
    options.sparse_attention = arguments.choice("attention", {"sparse", "dense"}) == "sparse";
    return options;
}

void print_notice(const std::string& notice) {
    if (!notice.empty())
        std::cerr << "note: " << notice << std::endl;
}

} // namespace hadal::cli
