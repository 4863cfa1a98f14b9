#include "app/cli/command.h"
#include "app/cli/endpoint_options.h"
#include "app/cli/interrupt.h"
#include "app/cli/json_lines.h"
#include "app/cli/model_options.h"
#include "app/cli/request_options.h"
#include "app/host/model_host.h"
#include "app/remote/remote_engine.h"
#include "app/remote/shared_manager.h"
#include "engine/runtime/event_json.h"
#include "kernels/error.h"

#include <QEventLoop>
#include <QNetworkProxyFactory>

#include <exception>
#include <iostream>
#include <optional>

namespace hadal::cli {

namespace {

/// Prints events as they come and keeps how they ended.
class Printer {
  public:
    explicit Printer(bool json) : json_(json) {}

    void operator()(const runtime::Event& event) {
        if (json_)
            print_line(runtime::to_json(event));
        else if (const auto* content = std::get_if<runtime::ContentDelta>(&event))
            print(content->text);
        else if (const auto* reasoning = std::get_if<runtime::ReasoningDelta>(&event))
            std::cerr << reasoning->text << std::flush;
        else if (const auto* end = std::get_if<runtime::Finished>(&event))
            print_end(end->message);

        if (const auto* failed = std::get_if<runtime::Failed>(&event))
            failure_ = Error(failed->kind, failed->message);
    }

    const std::optional<Error>& failure() const { return failure_; }

  private:
    void print_end(const chat::Message& message) {
        if (message.reasoning_content && !message.reasoning_content->empty())
            std::cerr << std::endl;
        print("\n");
        for (const auto& call : message.tool_calls)
            print(call.name + call.arguments + "\n");
    }

    bool json_;
    std::optional<Error> failure_;
};

host::Factory local_model(const Arguments& arguments, runtime::Request& request) {
    if (arguments.has("api-key-file"))
        throw UsageError("--api-key-file needs --endpoint");
    const auto source = source_from(arguments);
    auto options = open_options_from(arguments);
    options.drafts = static_cast<int>(arguments.integer("drafts", 0, 8));
    request.sampling = sampling_from(arguments, models::recommended_sampling(models::directory_of(source)));
    return [=](const ProgressFn& progress, std::stop_token stop) {
        auto engine = models::open_model(source, options, progress, stop);
        print_notice(engine->notice());
        return engine;
    };
}

host::Factory remote_model(const Arguments& arguments, remote::SharedManager* network) {
    QNetworkProxyFactory::setUseSystemConfiguration(true);
    return [=, asked = endpoint_from(arguments)](const ProgressFn& progress, std::stop_token stop) {
        return remote::openEndpoint(asked.endpoint, asked.secrets, network, progress, stop);
    };
}

void run(const Arguments& arguments) {
    auto request = request_from(arguments); // wrong usage shows before any model is looked for
    remote::SharedManager network;
    const host::Factory factory =
        arguments.has("endpoint") ? remote_model(arguments, &network) : local_model(arguments, request);

    host::ModelHost host;
    host.load(factory);
    auto* reply = host.ask(std::move(request));
    Interrupt interrupt([reply] { reply->abort(); });

    QEventLoop loop;
    Printer printer(arguments.has("json"));
    std::exception_ptr broken; // exceptions must not pass through the event loop
    QObject::connect(reply, &host::Reply::events, &loop, [&](const std::vector<runtime::Event>& batch) {
        try {
            for (const auto& event : batch)
                printer(event);
        } catch (...) {
            broken = std::current_exception();
            loop.quit();
        }
    });
    QObject::connect(reply, &host::Reply::finished, &loop, &QEventLoop::quit);
    loop.exec();

    if (broken)
        std::rethrow_exception(broken);
    if (printer.failure())
        throw *printer.failure();
    if (interrupt.happened())
        throw Error(ErrorKind::Cancelled, "Stopped by a signal; the answer is not complete.");
}

std::vector<Option> run_options() {
    auto options = request_options();
    for (auto& option : endpoint_options())
        options.push_back(std::move(option));
    options.push_back({"drafts", "N",
                       "tokens that the model's own module guesses ahead, 0 to 8; the answer stays the same",
                       "0"});
    options.push_back({"json", "", "one event a line"});
    return options;
}

} // namespace

const Command run_command = {
    "run",
    "answer one message or a whole conversation",
    "Streams the answer to stdout and the reasoning to stderr; tool calls follow as name and arguments, one "
    "a\n"
    "line. With --json stdout has one event a line: progress, reasoning, content, tool_call, "
    "tool_call_dropped,\n"
    "usage, and at last finished (the whole message, finish_reason, usage, timing) or failed. Ctrl-C ends "
    "the\n"
    "answer with finish_reason \"cancelled\" and exit status 1.",
    run_options(),
    true,
    run,
};

} // namespace hadal::cli
