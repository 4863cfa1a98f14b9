// The options of a command that can ask an endpoint instead of a model on this computer.
#pragma once

#include "app/cli/arguments.h"
#include "app/remote/endpoint.h"

#include <vector>

namespace hadal::cli {

std::vector<Option> endpoint_options();

/// An endpoint and the values of its secrets.
struct EndpointArguments {
    remote::Endpoint endpoint;
    QMap<QString, QString> secrets;
};

/// Of --endpoint, --model and --api-key-file. Throws UsageError, or Error(InvalidFile) where the key cannot
/// be read.
EndpointArguments endpoint_from(const Arguments& arguments);

} // namespace hadal::cli
