// Which files a model consists of, and what they say besides the weights.
#pragma once

#include "engine/chat/format.h"
#include "engine/runtime/request.h"

#include <filesystem>
#include <string>

namespace hadal::models {

/// The model that comes with the program, or a folder in the Hugging Face layout.
struct ModelSource {
    bool builtin = true;
    std::filesystem::path directory; ///< unused when builtin
};

/// "builtin" or a folder.
ModelSource model_source(const std::string& text);

/// The folder of a source; the built-in model is looked for where the program is installed, beside the
/// program, then in the source tree. Throws InvalidFile naming the places.
std::filesystem::path directory_of(const ModelSource& source);

/// What to call the model.
std::string name_of(const ModelSource& source);

/// The prompt format of the checkpoint in a folder. Throws InvalidFile, Unsupported.
const chat::Format& chat_format(const std::filesystem::path& directory);

/// What generation_config.json recommends; the defaults where it says nothing or does not exist. Throws
/// InvalidFile where it is damaged.
runtime::Sampling recommended_sampling(const std::filesystem::path& directory);

} // namespace hadal::models
