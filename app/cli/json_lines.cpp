#include "app/cli/json_lines.h"

#include "kernels/error.h"

#include <fstream>
#include <iostream>
#include <iterator>

namespace hadal::cli {

void for_each_json_line(const std::function<void(const Json&)>& function) {
    std::string line;
    for (std::size_t number = 1; std::getline(std::cin, line); ++number) {
        if (line.find_first_not_of(" \t\r") == line.npos)
            continue;
        try {
            const auto json = parse_json(line);
            if (!json.is_object())
                throw Error(ErrorKind::InvalidInput,
                            std::string("expected a JSON object, found ") + json.type_name());
            function(json);
        } catch (const Error& error) {
            throw Error(error.kind(), "line " + std::to_string(number) + " of stdin: " + error.what());
        }
    }
}

void print(std::string_view text) {
    std::cout.write(text.data(), static_cast<std::streamsize>(text.size())).flush();
    if (!std::cout)
        throw Error(ErrorKind::InvalidFile,
                    "stdout takes no more output. Check the disk or the reading program.");
}

void print_line(const Json& json) {
    print(print_compact(json) + '\n');
}

const std::string& string_member(const Json& object, const char* name) {
    const auto at = object.find(name);
    if (at == object.end() || !at->is_string())
        throw Error(ErrorKind::InvalidInput, std::string("\"") + name + "\" must be a string, found " +
                                                 (at == object.end() ? "nothing" : at->type_name()));
    return at->get_ref<const std::string&>();
}

bool bool_member(const Json& object, const char* name) {
    const auto at = object.find(name);
    if (at == object.end() || at->is_null())
        return false;
    if (!at->is_boolean())
        throw Error(ErrorKind::InvalidInput,
                    std::string("\"") + name + "\" must be true or false, found " + at->type_name());
    return at->get<bool>();
}

std::string text_file(const std::string& path) {
    std::ifstream file;
    if (path != "-")
        file.open(path, std::ios::binary);
    auto& stream = path == "-" ? std::cin : file;
    std::string text((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
    if (!stream && !stream.eof())
        throw Error(ErrorKind::InvalidFile, path + " cannot be read. Check the name and its permissions.");
    return text;
}

Json json_file(const std::string& path) {
    const auto text = text_file(path);
    try {
        return parse_json(text);
    } catch (const Error& error) {
        throw Error(ErrorKind::InvalidFile, (path == "-" ? "stdin" : path) + ": " + error.what());
    }
}

} // namespace hadal::cli
