// A subcommand of hadal-cli.
#pragma once

#include "app/cli/arguments.h"

#include <span>
#include <string_view>
#include <vector>

namespace hadal::cli {

struct Command {
    std::string_view name;
    std::string_view summary; ///< one line
    std::string_view about;   ///< input and output, for `help NAME`
    std::vector<Option> options;
    bool takes_model = false; ///< also the options that all commands with a model share
    /// Prints on stdout what was asked for. Throws UsageError for wrong options, hadal::Error for all else.
    void (*run)(const Arguments& arguments) = nullptr;
    bool typesets = false; ///< it needs fonts, hence a QGuiApplication

    std::vector<Option> all_options() const;
};

// One file each.
extern const Command run_command, tokenize_command, detokenize_command, encode_command, parse_command,
    grammar_command, logits_command, bench_command, plan_command, doctor_command;
#ifdef HADAL_TYPESETTING
extern const Command export_command, import_command; // of the floor above, which typesets
#endif

std::span<const Command* const> commands();
/// Null when there is none of that name.
const Command* find_command(std::string_view name);

/// What `help` and `help NAME` print.
std::string overview();
std::string help_of(const Command& command);

} // namespace hadal::cli
