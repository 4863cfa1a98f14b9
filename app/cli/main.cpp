// hadal-cli: Hadal without a window.

#include "app/cli/command.h"
#include "app/cli/json_lines.h"
#include "kernels/error.h"

#include <QCoreApplication>
#ifdef HADAL_TYPESETTING
#include <QGuiApplication>
#endif

#include <algorithm>
#include <iostream>
#include <memory>
#include <new>

namespace {

using namespace hadal;
using namespace hadal::cli;

/// Errors are one line, whatever their text.
int fail(int status, std::string message) {
    std::replace(message.begin(), message.end(), '\n', ' ');
    std::cout.flush();
    std::cerr << "error: " << message << std::endl;
    return status;
}

const Command& command_named(const std::string& name) {
    if (const auto* command = find_command(name))
        return *command;
    throw UsageError("unknown command \"" + name + "\"; see hadal-cli help");
}

void help(const std::vector<std::string>& words) {
    if (words.size() > 1)
        throw UsageError("help takes the name of one command");
    print(words.empty() ? overview() : help_of(command_named(words[0])));
}

void dispatch(const std::string& name, const std::vector<std::string>& words) {
    if (name == "help" || name == "--help")
        return help(words);
    if (name == "--version") {
        if (!words.empty())
            throw UsageError("--version stands alone");
        return print("hadal-cli " HADAL_VERSION "\n");
    }
    const auto& command = command_named(name);
    try {
        command.run(Arguments(command.all_options(), words));
    } catch (const UsageError& error) {
        throw UsageError(std::string(error.what()) + "; see hadal-cli help " + name);
    }
}

/// Fonts need more of an application than the rest, but no display.
std::unique_ptr<QCoreApplication> application(int& argc, char** argv, const std::vector<std::string>& words) {
#ifdef HADAL_TYPESETTING
    const auto* command = words.empty() ? nullptr : find_command(words.front());
    if (command && command->typesets) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        return std::make_unique<QGuiApplication>(argc, argv);
    }
#else
    (void)words;
#endif
    return std::make_unique<QCoreApplication>(argc, argv);
}

} // namespace

int main(int argc, char** argv) {
    std::ios::sync_with_stdio(false);
    const std::vector<std::string> words(argv + 1, argv + argc);
    const auto app = application(argc, argv, words);
    try {
        if (words.empty())
            throw UsageError("a command is missing; see hadal-cli help");
        dispatch(words.front(), {words.begin() + 1, words.end()});
        return 0;
    } catch (const UsageError& error) {
        return fail(2, error.what());
    } catch (const std::bad_alloc&) {
        return fail(1, "There is not enough memory.");
    } catch (const std::exception& error) {
        return fail(1, error.what());
    }
}
