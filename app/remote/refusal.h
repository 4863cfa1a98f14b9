// What went wrong with an endpoint, in words that say what to do.
#pragma once

#include "app/remote/answer_reader.h"
#include "app/remote/exchange.h"
#include "kernels/error.h"

#include <string>

namespace hadal::remote {

// The kinds: EndpointLost where the endpoint, or the network to it, does not answer or breaks off;
// EndpointRefused where it answers and will not (its key, its quota, its policy); Unsupported where it does
// not take a field; ContextFull.

/// Whom the sentences are about.
struct Speaker {
    std::string name;  ///< the endpoint's
    std::string model; ///< as it is asked for
    std::string host;
};

/// A response with a status other than 2xx. `body` may be anything.
Error refusal(const Speaker& speaker, const Head& head, const std::string& body);
/// An error that came inside a stream or a response with status 200. `begun`: part of the answer is there.
Error refusal(const Speaker& speaker, const ServerError& error, bool begun);
/// No response, or one that broke off. `begun` as above.
Error failure(const Speaker& speaker, const NetworkProblem& problem, bool begun);

/// The field of a request that an error is about; empty where it names none.
std::string fieldOf(const ServerError& error);
/// What a body says, if it says something: nothing for a page of HTML.
ServerError errorOf(const std::string& body);

} // namespace hadal::remote
