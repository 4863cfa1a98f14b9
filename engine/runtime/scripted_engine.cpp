#include "engine/runtime/scripted_engine.h"

#include "engine/runtime/event_json.h"
#include "engine/runtime/message_builder.h"

#include <algorithm>
#include <condition_variable>
#include <fstream>
#include <mutex>

namespace hadal::runtime {
namespace {

/// False when it was asked to stop.
bool wait(std::chrono::milliseconds delay, std::stop_token stop) {
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable_any().wait_for(lock, stop, delay, [] { return false; });
    return !stop.stop_requested();
}

bool ends_piece(char byte, char next, const std::string& by) {
    const bool next_continues = (static_cast<unsigned char>(next) & 0xC0) == 0x80;
    return by == "word" ? (byte == ' ' || byte == '\n') && next != ' ' && next != '\n' : !next_continues;
}

std::vector<std::string> cut(const std::string& text, const std::string& by) {
    std::vector<std::string> pieces;
    for (std::size_t begin = 0, end = 1; end <= text.size(); ++end)
        if (end == text.size() || (by != "whole" && ends_piece(text[end - 1], text[end], by))) {
            pieces.push_back(text.substr(begin, end - begin));
            begin = end;
        }
    return pieces;
}

[[noreturn]] void refuse(const std::string& what) {
    throw Error(ErrorKind::InvalidInput, what);
}

} // namespace

ScriptedEngine::ScriptedEngine(const Json& script) {
    if (!script.is_object() || !script.contains("answers") || !script["answers"].is_array() ||
        script["answers"].empty())
        refuse("A script must be a JSON object whose \"answers\" is an array of at least one answer.");
    const auto model = script.find("model");
    if (model != script.end() && !model->is_string())
        refuse("A script's \"model\" must be a string.");
    model_name_ = model == script.end() ? "scripted" : model->get<std::string>();
    const auto context = script.find("context_length");
    if (context != script.end() && !(context->is_number_integer() && *context > 0))
        refuse("A script's \"context_length\" must be a positive integer.");
    context_length_ = context == script.end() ? 131072 : context->get<std::int64_t>();

    for (const Json& answer : script["answers"])
        try {
            answers_.push_back(read_answer(answer));
        } catch (const Error& error) {
            throw Error(error.kind(),
                        "Answer " + std::to_string(answers_.size() + 1) + " of the script: " + error.what());
        }
}

std::unique_ptr<ScriptedEngine> ScriptedEngine::load(const std::filesystem::path& file) {
    const auto refuse_file = [&](const std::string& why) {
        throw Error(ErrorKind::InvalidFile, "The script " + file.string() + " cannot be used. " + why);
    };
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        refuse_file("It does not exist or cannot be read.");
    try {
        return std::make_unique<ScriptedEngine>(Json::parse(stream));
    } catch (const Json::exception& error) {
        refuse_file(std::string("It is not valid JSON: ") + error.what());
    } catch (const Error& error) {
        refuse_file(error.what());
    }
    return nullptr;
}

ScriptedEngine::Answer ScriptedEngine::read_answer(const Json& json) {
    if (!json.is_object() || !json.contains("events") || !json["events"].is_array())
        refuse("It must be an object whose \"events\" is an array.");
    Answer answer;
    if (const auto when = json.find("when"); when != json.end()) {
        if (!when->is_string() || when->get_ref<const std::string&>().empty())
            refuse("\"when\" must be a string that is not empty.");
        answer.when = when->get<std::string>();
    }
    int number = 0;
    MessageBuilder builder; // refuses calls in a wrong order
    for (const Json& step : json["events"])
        try {
            ++number;
            const std::size_t before = answer.steps.size();
            read_step(step, answer.steps);
            for (std::size_t i = before; i < answer.steps.size(); ++i)
                builder.add(answer.steps[i].event);
        } catch (const Error& error) {
            refuse("Event " + std::to_string(number) + ": " + error.what());
        }
    return answer;
}

void ScriptedEngine::read_step(const Json& json, std::vector<Step>& steps) {
    Event event = event_from_json(json);
    const Json delay = json.value("delay_ms", Json(0));
    if (!delay.is_number_integer() || delay < 0 || delay > 3600000)
        refuse("\"delay_ms\" must be an integer from 0 to 3600000, but it is " + delay.dump() + ".");
    const Json by = json.value("by", Json("whole"));
    if (by != "whole" && by != "word" && by != "character")
        refuse("\"by\" must be \"whole\", \"word\" or \"character\", but it is " + by.dump() + ".");

    const std::chrono::milliseconds pause(delay.get<std::int64_t>());
    if (const auto* reasoning = std::get_if<ReasoningDelta>(&event))
        for (std::string& piece : cut(reasoning->text, by))
            steps.push_back({pause, ReasoningDelta{std::move(piece)}});
    else if (const auto* content = std::get_if<ContentDelta>(&event))
        for (std::string& piece : cut(content->text, by))
            steps.push_back({pause, ContentDelta{std::move(piece)}});
    else
        steps.push_back({pause, std::move(event)});
}

std::int64_t ScriptedEngine::count_tokens(const std::string& text) const {
    return static_cast<std::int64_t>((text.size() + 3) / 4);
}

const ScriptedEngine::Answer& ScriptedEngine::choose(const Request& request) {
    std::string question;
    for (const auto& message : request.messages) {
        if (message.role == chat::Role::User || message.role == chat::Role::Assistant)
            question.clear();
        if (message.role == chat::Role::User || message.role == chat::Role::Tool)
            question += message.content.value_or(std::string()) + '\n';
    }
    for (const Answer& answer : answers_)
        if (!answer.when.empty() && question.find(answer.when) != std::string::npos)
            return answer;
    for (std::size_t tried = 0; tried < answers_.size(); ++tried) {
        const Answer& answer = answers_[next_];
        next_ = (next_ + 1) % answers_.size();
        if (answer.when.empty())
            return answer;
    }
    throw Error(ErrorKind::InvalidInput, "The script has no answer for this message: every answer has a "
                                         "\"when\" and none of them occurs in it.");
}

void ScriptedEngine::generate(const Request& request, const std::function<void(Event)>& emit,
                              std::stop_token stop) {
    MessageBuilder builder;
    Usage usage;
    try {
        for (const auto& [delay, event] : choose(request).steps) {
            if (!wait(delay, stop)) {
                emit(Finished{builder.message(), FinishReason::Cancelled, usage});
                return;
            }
            if (const auto* finished = std::get_if<Finished>(&event)) {
                emit(Finished{builder.message(), finished->reason, finished->usage});
                return;
            }
            if (const auto* latest = std::get_if<Usage>(&event))
                usage = *latest;
            builder.add(event);
            emit(event);
            if (std::holds_alternative<Failed>(event))
                return;
        }
    } catch (const std::exception& error) {
        const auto* typed = dynamic_cast<const Error*>(&error);
        emit(Failed{typed ? typed->kind() : ErrorKind::Internal, error.what(), usage});
        return;
    }
    const bool calls = !builder.message().tool_calls.empty();
    emit(Finished{builder.message(), calls ? FinishReason::ToolCalls : FinishReason::Stop, usage});
}

} // namespace hadal::runtime
