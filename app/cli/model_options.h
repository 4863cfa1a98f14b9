// The options that all commands with a model share.
#pragma once

#include "app/cli/arguments.h"
#include "app/models/open_model.h"

#include <span>
#include <string>

namespace hadal::cli {

std::span<const Option> model_options();

/// Read from the command line. Throws hadal::Error(Unsupported) for backends that this build lacks.
models::ModelSource source_from(const Arguments& arguments);
models::OpenOptions open_options_from(const Arguments& arguments);

/// Says on stderr what a model that was loaded cannot do as it could; nothing where there is nothing to say.
void print_notice(const std::string& notice);

} // namespace hadal::cli
