// The engine that answers with a model that runs elsewhere.
#pragma once

#include "app/remote/client.h"
#include "app/remote/dialect.h"
#include "engine/model/progress.h"
#include "engine/runtime/request.h"

namespace hadal::remote {

/// What is known of a model before it is asked.
struct Model {
    std::string id; ///< as the server calls it
    Dialect dialect;
    std::int64_t contextLength = 0; ///< tokens
};

/// Sends each request to an endpoint and turns what comes back into the same events that a local engine
/// gives. Structured output and tool calls are the server's business; the finished answer is checked here, as
/// a local one is. Request::session is not sent: servers find common prefixes by themselves. Sampling::stop
/// is the server's too, and may hold for thoughts as well there.
///
/// generate() may run on any thread but the manager's, which carries out the requests.
class RemoteEngine : public runtime::ChatEngine {
  public:
    /// `manager` outlives it.
    RemoteEngine(Client client, Model model);

    /// The model's name without what stands before its last slash.
    std::string model_name() const override;
    std::int64_t context_length() const override { return model_.contextLength; }
    /// An estimate, by how many tokens DeepSeek's service says that characters make.
    std::int64_t count_tokens(const std::string& text) const override;
    bool counts_exactly() const override { return false; }
    /// Whether the last answer came as a stream.
    bool streams() const { return streams_; }
    void generate(const runtime::Request& request, const std::function<void(runtime::Event)>& tell,
                  std::stop_token stop) override;

  private:
    struct Run;

    runtime::Finished answer(Run& run);
    std::unique_ptr<Exchange> ask(Run& run);
    Json parsed(const std::string& text, bool begun) const;
    void readChunk(Run& run, const Json& chunk);
    void readStream(Run& run, Exchange& exchange, QByteArray bytes);
    void readWhole(Run& run, Exchange& exchange, const QByteArray& beginning);
    runtime::Finished end(Run& run);

    Client client_;
    Model model_;
    bool asksForUsage_ = true; ///< until the server refuses to be asked
    bool streams_ = false;
};

/// Asks the endpoint what it has, and makes the engine of its model. Servers without a list of models are
/// asked for the one that is named. `values` has all of the endpoint's secretNames(). Runs on any thread but
/// the manager's. Throws Error.
std::unique_ptr<RemoteEngine> openEndpoint(const Endpoint& endpoint, const QMap<QString, QString>& values,
                                           SharedManager* manager, const ProgressFn& progress = {},
                                           std::stop_token stop = {});

} // namespace hadal::remote
