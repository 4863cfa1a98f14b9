// The options that name a tokenizer.
#pragma once

#include "app/cli/arguments.h"
#include "engine/tokenizer/tokenizer.h"

#include <vector>

namespace hadal::cli {

std::vector<Option> tokenizer_options();
tokenizer::Tokenizer tokenizer_from(const Arguments& arguments);

} // namespace hadal::cli
