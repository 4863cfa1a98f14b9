// What an endpoint has.
#pragma once

#include "app/remote/client.h"

#include <vector>

namespace hadal::remote {

struct ListedModel {
    std::string id;
    std::string owner;              ///< `owned_by`; empty: it does not say
    std::int64_t contextLength = 0; ///< tokens; 0: it does not say
    bool operator==(const ListedModel&) const = default;
};

/// GET /models, in the order of the server. Throws StatusError, Error(InvalidInput) for what is no list,
/// Cancelled.
std::vector<ListedModel> listModels(const Client& client, const std::stop_token& stop);
/// The same of a body. Throws Error(InvalidInput).
std::vector<ListedModel> readModels(const std::string& body, const Speaker& speaker);

} // namespace hadal::remote
