#include "ui/tools/tool_preview.h"

#include "app/base/readable_json.h"
#include "app/base/when_done.h"
#include "engine/chat/format.h"
#include "kernels/error.h"

#include <algorithm>

namespace hadal::ui {
namespace {

/// What telling of the tools adds to a prompt: where it stands there is text before and behind it.
std::string added(const std::string& without, const std::string& with) {
    std::size_t front = 0, back = 0;
    const std::size_t shorter = std::min(without.size(), with.size());
    while (front < shorter && without[front] == with[front])
        ++front;
    while (back < shorter - front && without[without.size() - 1 - back] == with[with.size() - 1 - back])
        ++back;
    return with.substr(front, with.size() - front - back);
}

} // namespace

ToolPreview::ToolPreview(host::ModelHost* host, QObject* parent) : QObject(parent), host_(host) {
    connect(host_, &host::ModelHost::stateChanged, this, [this] {
        countedText_.clear();
        update();
    });
}

void ToolPreview::show(const tools::Tool& tool) {
    if (tool_ == tool && !json_.isEmpty())
        return;
    tool_ = tool;
    update();
}

void ToolPreview::update() {
    const Json item = tools::openAiItem(tool_);
    json_ = QString::fromStdString(printReadable(item));
    format_.clear();
    prompt_.clear();
    problem_.clear();
    if (const chat::Format* format = host_->format()) {
        format_ = QString::fromUtf8(format->name().data(), qsizetype(format->name().size()));
        chat::Message message;
        message.content = "-"; // something for the two prompts to have in common
        const std::vector<chat::Message> messages = {message};
        chat::PromptOptions options;
        try {
            const std::string without = format->encode(messages, options).text();
            options.tools = Json::array({item});
            prompt_ = QString::fromStdString(added(without, format->encode(messages, options).text()));
        } catch (const Error& error) {
            problem_ = QString::fromUtf8(error.what());
        }
    }
    emit changed();
    count(prompt_.isEmpty() ? json_ : prompt_);
}

void ToolPreview::count(const QString& text) {
    if (text == countedText_)
        return;
    countedText_ = text;
    const auto take = [this, text](int tokens) {
        if (text == countedText_ && std::exchange(tokens_, tokens) != tokens)
            emit counted();
    };
    whenDone(
        host_->countTokens({text}), this, [take](const QList<qint64>& tokens) { take(int(tokens.first())); },
        [take](const QString&) { take(-1); });
}

} // namespace hadal::ui
