// A request from the command line.
#pragma once

#include "app/cli/arguments.h"
#include "engine/runtime/request.h"

#include <vector>

namespace hadal::cli {

std::vector<Option> request_options();

/// Reads the files that options name. Sampling is that of a model that recommends nothing.
runtime::Request request_from(const Arguments& arguments);

/// What the model's makers recommend, changed by what the options say.
runtime::Sampling sampling_from(const Arguments& arguments, runtime::Sampling recommended);

} // namespace hadal::cli
