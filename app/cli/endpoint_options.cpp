#include "app/cli/endpoint_options.h"

#include "engine/base/read_file.h"
#include "kernels/error.h"

#include <limits>

namespace hadal::cli {

std::vector<Option> endpoint_options() {
    return {
        {"endpoint", "URL",
         "asks an OpenAI-compatible endpoint, as in http://localhost:30000/v1; --model is then its name "
         "there, by "
         "default the first that it lists"},
        {"api-key-file", "FILE",
         "the endpoint's key; a file, so that no other program sees it in a list of processes"},
    };
}

EndpointArguments endpoint_from(const Arguments& arguments) {
    constexpr std::size_t largest_key = 64 * 1024;
    for (const char* local : {"backend", "ranks", "threads", "attention", "drafts"})
        if (arguments.has(local))
            throw UsageError(std::string("--") + local +
                             " is about a model on this computer, not an endpoint's");
    EndpointArguments read;
    read.endpoint.url = QString::fromStdString(arguments.text("endpoint"));
    read.endpoint.name = remote::hostOf(read.endpoint);
    if (arguments.has("model"))
        read.endpoint.model = QString::fromStdString(arguments.text("model"));
    read.endpoint.contextLength = arguments.integer("context", 0, std::numeric_limits<int>::max());
    if (arguments.has("api-key-file")) {
        const std::string key = read_file(arguments.text("api-key-file"), largest_key);
        read.endpoint.key = "key";
        read.secrets["key"] = QString::fromStdString(key).trimmed();
        if (read.secrets["key"].isEmpty())
            throw Error(ErrorKind::InvalidFile,
                        "The key file is empty. Put the key into it, and nothing else.");
    }
    if (read.endpoint.name.isEmpty())
        read.endpoint.name = "endpoint";
    if (const QString problem = remote::problemOf(read.endpoint); !problem.isEmpty())
        throw UsageError("--endpoint: " + problem.toStdString());
    return read;
}

} // namespace hadal::cli
