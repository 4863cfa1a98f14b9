#include "app/cli/command.h"

#include "app/cli/model_options.h"

#include <algorithm>
#include <string>

namespace hadal::cli {

namespace {

std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(text.size() + 2, width), ' ');
    return text;
}

std::string lines_of(std::span<const Option> options) {
    std::string text;
    for (const auto& option : options) {
        auto left = "  --" + std::string(option.name);
        if (!option.value.empty())
            left += ' ' + std::string(option.value);
        text += padded(left, 32) + std::string(option.help);
        if (!option.fallback.empty())
            text += " (" + std::string(option.fallback) + ")";
        text += '\n';
    }
    return text;
}

} // namespace

std::span<const Command* const> commands() {
    static const Command* const all[] = {
        &run_command,     &tokenize_command, &detokenize_command, &encode_command, &parse_command,
        &grammar_command, &logits_command,   &bench_command,      &plan_command,   &doctor_command,
#ifdef HADAL_TYPESETTING
        &export_command,  &import_command
#endif
    };
    return all;
}

const Command* find_command(std::string_view name) {
    const auto all = commands();
    const auto at = std::find_if(all.begin(), all.end(), [&](const Command* c) { return c->name == name; });
    return at == all.end() ? nullptr : *at;
}

std::vector<Option> Command::all_options() const {
    auto all = options;
    if (takes_model)
        all.insert(all.end(), model_options().begin(), model_options().end());
    return all;
}

std::string overview() {
    std::string text = "Usage: hadal-cli COMMAND [--option value …]\n\n";
    for (const auto* command : commands())
        text += "  " + padded(std::string(command->name), 12) + std::string(command->summary) + '\n';
    return text + "\n  hadal-cli help COMMAND   says what a command reads, prints and understands\n"
                  "  hadal-cli --version      prints the version\n\n"
                  "Exit status: 0 done, 1 failed (one line \"error: …\" on stderr), 2 called wrongly.\n";
}

std::string help_of(const Command& command) {
    auto text = "Usage: hadal-cli " + std::string(command.name) + " [--option value …]\n\n" +
                std::string(command.about) + "\n\n";
    if (!command.options.empty())
        text += "Options:\n" + lines_of(command.options);
    if (command.takes_model)
        text += "Model:\n" + lines_of(model_options());
    return text;
}

} // namespace hadal::cli
