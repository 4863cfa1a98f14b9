#include "app/models/files.h"

#include "engine/base/read_file.h"

#include <QCoreApplication>

#include <optional>

namespace hadal::models {

namespace fs = std::filesystem;

namespace {

/// Nothing where there is no such file.
std::optional<std::string> text_of(const fs::path& file) {
    std::error_code ignored;
    if (!fs::exists(file, ignored))
        return std::nullopt;
    return read_file(file, std::size_t{16} << 20);
}

/// Null where there is no such file.
Json json_object_of(const fs::path& file) {
    const auto text = text_of(file);
    if (!text)
        return nullptr;
    try {
        auto json = parse_json(*text);
        if (!json.is_object())
            throw Error(ErrorKind::InvalidFile,
                        "expected a JSON object, found " + std::string(json.type_name()));
        return json;
    } catch (const Error& error) {
        throw Error(ErrorKind::InvalidFile, file.string() + ": " + error.what());
    }
}

} // namespace

ModelSource model_source(const std::string& text) {
    if (text == "builtin")
        return {};
    return {.builtin = false, .directory = text};
}

fs::path directory_of(const ModelSource& source) {
    if (!source.builtin)
        return source.directory;
    const fs::path program = QCoreApplication::applicationDirPath().toStdString();
    const fs::path places[] = {program / "../share/hadal/model", program / "resources/model",
                               fs::path(HADAL_SOURCE_RESOURCES) / "model"};
    std::string looked_in;
    for (const auto& place : places) {
        std::error_code ignored;
        if (fs::exists(place / "config.json", ignored))
            return place;
        looked_in += "\n  " + place.lexically_normal().string();
    }
    throw Error(ErrorKind::InvalidFile,
                "The built-in model is missing. Install Hadal again, or choose a model "
                "folder. It was looked for in:" +
                    looked_in);
}

std::string name_of(const ModelSource& source) {
    if (source.builtin)
        return "Hadal guide";
    const auto path = fs::absolute(source.directory).lexically_normal();
    return (path.has_filename() ? path : path.parent_path()).filename().string();
}

const chat::Format& chat_format(const fs::path& directory) {
    chat::CheckpointHints hints;
    hints.config = json_object_of(directory / "config.json");
    if (hints.config.is_null())
        throw Error(ErrorKind::InvalidFile, directory.string() + " has no config.json, so it is not a model "
                                                                 "folder. Choose the folder that has it.");
    hints.tokenizer_config = json_object_of(directory / "tokenizer_config.json");
    hints.chat_template = text_of(directory / "chat_template.jinja").value_or("");
    std::error_code ignored;
    hints.has_encoding_folder = fs::is_directory(directory / "encoding", ignored);
    return chat::format(chat::detect(hints));
}

runtime::Sampling recommended_sampling(const fs::path& directory) {
    runtime::Sampling sampling;
    const auto file = directory / "generation_config.json";
    const auto json = json_object_of(file);
    if (json.is_null())
        return sampling;
    const auto number = [&](const char* key, float lowest, float highest, float otherwise) {
        const auto at = json.find(key);
        if (at == json.end() || at->is_null())
            return otherwise;
        if (!at->is_number() || !(at->get<float>() >= lowest && at->get<float>() <= highest)) // also for NaN
            throw Error(ErrorKind::InvalidFile, file.string() + ": " + key + " is " + print_compact(*at) +
                                                    ", expected a number from " + std::to_string(lowest) +
                                                    " to " + std::to_string(highest) + ".");
        return at->get<float>();
    };
    sampling.temperature = number("temperature", 0.0f, 100.0f, sampling.temperature);
    sampling.top_p = number("top_p", 0.0f, 1.0f, sampling.top_p);
    sampling.min_p = number("min_p", 0.0f, 1.0f, sampling.min_p);
    sampling.top_k = static_cast<std::int32_t>(number("top_k", 0.0f, 1e6f, 0.0f));
    if (json.value("do_sample", Json(true)) == Json(false))
        sampling.temperature = 0.0f;
    return sampling;
}

} // namespace hadal::models
