// What an endpoint can do, found out by asking it.
#pragma once

#include "app/remote/endpoint.h"

#include <functional>
#include <stop_token>
#include <string>

namespace hadal::remote {

class SharedManager;

/// One question, and what came of it.
struct Finding {
    enum What {
        Reach,  ///< it answers, and has the model
        Answer, ///< a few words
        Stream, ///< piece by piece
        Tools,  ///< a call, where one is demanded
        Schema, ///< JSON as a schema says
    } what = Reach;
    bool works = false;
    std::string detail;   ///< of Reach: the model; where it does not work: why
    double seconds = 0.0; ///< until the first sign of it
};

/// Asks one thing after the other, each with a few tokens; tells each finding as it comes. Where the endpoint
/// is not reached, or does not answer, nothing further is asked. Runs on any thread but the manager's, which
/// outlives it. Does not throw.
void survey(const Endpoint& endpoint, const QMap<QString, QString>& values, SharedManager* manager,
            std::stop_token stop, const std::function<void(const Finding&)>& tell);

} // namespace hadal::remote
