#include "ui/schema/example_writer.h"

#include "app/host/model_host.h"

namespace hadal::ui {
namespace {

constexpr std::int64_t longest = 2000; // tokens

} // namespace

ExampleWriter::ExampleWriter(host::ModelHost* host, QObject* parent) : QObject(parent), host_(host) {}

bool ExampleWriter::writing() const {
    return reply_ != nullptr;
}

ExampleWriter::~ExampleWriter() {
    drop();
}

runtime::Request ExampleWriter::requestFor(const Json& schema) {
    runtime::Request request;
    chat::Message message;
    message.role = chat::Role::User;
    message.content = "Write one realistic example of a JSON value that follows the response format. Short "
                      "texts, plausible values, nothing else.";
    request.messages.push_back(std::move(message));
    request.prompt.thinking = false;
    request.prompt.response_format = schema;
    request.format = {runtime::ResponseFormat::JsonSchema, schema, true};
    request.sampling.max_tokens = longest;
    return request;
}

void ExampleWriter::drop() {
    if (!reply_)
        return;
    reply_->disconnect(this);
    delete reply_; // aborts
}

void ExampleWriter::write(const QString& schema) {
    drop();
    text_.clear();
    problem_.clear();
    seconds_ = 0;
    cut_ = false;
    try {
        runtime::Request request = requestFor(parse_json(schema.toStdString(), Numbers::Exact));
        if (!host_)
            throw Error(ErrorKind::Unsupported, "No model is loaded. Choose a model first.");
        model_ = host_->modelName();
        clock_.start();
        reply_ = host_->ask(std::move(request));
        connect(reply_, &host::Reply::events, this, &ExampleWriter::grew);
        connect(reply_, &host::Reply::finished, this, [this] {
            reply_->deleteLater();
            reply_ = nullptr;
            emit changed();
        });
    } catch (const Error& error) {
        problem_ = QString::fromUtf8(error.what());
    }
    emit changed();
}

void ExampleWriter::stop() {
    if (reply_)
        reply_->abort();
}

void ExampleWriter::clear() {
    drop();
    text_.clear();
    problem_.clear();
    emit changed();
}

void ExampleWriter::grew(const std::vector<runtime::Event>& events) {
    for (const runtime::Event& event : events) {
        if (const auto* delta = std::get_if<runtime::ContentDelta>(&event))
            text_ += QString::fromStdString(delta->text);
        else if (const auto* finished = std::get_if<runtime::Finished>(&event)) {
            text_ = QString::fromStdString(finished->message.content.value_or(""));
            cut_ = finished->reason == runtime::FinishReason::Length;
        } else if (const auto* failed = std::get_if<runtime::Failed>(&event)) {
            problem_ = QString::fromStdString(failed->message);
        }
    }
    seconds_ = double(clock_.elapsed()) / 1000;
    emit changed();
}

} // namespace hadal::ui
