// hadal-cli export and import: conversations to files and back.
#include "app/cli/command.h"
#include "app/cli/json_lines.h"
#include "app/transcripts/import.h"
#include "kernels/error.h"
#include "ui/appearance.h"
#include "ui/transcripts/export.h"

#include <QFile>

namespace hadal::cli {
namespace {

constexpr Option kData{"data", "DIR", "the folder of conversations", "the one of the desktop program"};

std::unique_ptr<conversations::Store> open(const Arguments& arguments) {
    auto store = std::make_unique<conversations::Store>(
        arguments.has("data") ? QString::fromStdString(arguments.text("data")) : conversations::dataFolder());
    store->open().waitForFinished(); // throws, for one, where the desktop program has the folder
    return store;
}

void run_export(const Arguments& arguments) {
    if (arguments.has("conversation") == arguments.has("all"))
        throw UsageError("say either --conversation or --all");
    if (!arguments.has("out"))
        throw UsageError("--out is missing");
    const QString name = QString::fromStdString(arguments.choice("format", {"md", "json", "html", "pdf"}));
    ui::Format format = ui::Format::Markdown;
    for (const ui::Format each : {ui::Format::Json, ui::Format::Html, ui::Format::Pdf})
        if (ui::nameOf(each) == name)
            format = each;
    QStringList ids;
    for (const std::string& id : arguments.all("conversation"))
        ids += QString::fromStdString(id);
    const auto store = open(arguments);
    ui::setUpFonts();
    transcripts::Choice choice;
    choice.versions = arguments.has("versions");
    choice.thinking = arguments.has("thinking");
    choice.tools = !arguments.has("no-tools");
    choice.files = !arguments.has("no-files");
    choice.metadata = arguments.has("metadata");
    for (const QString& file : ui::exportTo(QString::fromStdString(arguments.text("out")), format,
                                            transcripts::collect(*store, ids), choice))
        print(file.toStdString() + "\n");
}

void run_import(const Arguments& arguments) {
    if (!arguments.has("file"))
        throw UsageError("--file is missing");
    QFile file(QString::fromStdString(arguments.text("file")));
    if (!file.open(QIODevice::ReadOnly))
        throw Error(ErrorKind::InvalidFile, "\"" + arguments.text("file") + "\" cannot be read: " +
                                                file.errorString().toStdString() + ".");
    const transcripts::Imported imported = transcripts::readImport(file.readAll());
    const auto store = open(arguments);
    const bool only_tell = arguments.has("preview");
    const transcripts::Preview preview =
        only_tell ? transcripts::previewImport(imported, *store) : transcripts::importInto(imported, *store);
    using transcripts::Change;
    print(std::to_string(preview.count(Change::Fresh)) + " new conversations, " +
          std::to_string(preview.count(Change::Restored)) + " back from the bin, " +
          std::to_string(preview.count(Change::Grown)) + " with new messages, " +
          std::to_string(preview.count(Change::Same)) + " unchanged; " + std::to_string(preview.messages()) +
          " messages " + (only_tell ? "would be added\n" : "added\n"));
    for (const QString& problem : imported.problems)
        print("left out: " + problem.toStdString() + "\n");
}

} // namespace

const Command export_command{
    "export",
    "writes conversations as Markdown, JSON, HTML or PDF",
    "Prints the files that were written. JSON holds everything, in one file; the others hold the branch that "
    "is\n"
    "shown, or every version, one file a conversation. The desktop program must not be running on the same "
    "folder.",
    {{"conversation", "ID", "which one; can be repeated", {}, true},
     {"all", {}, "every conversation"},
     {"format", "md|json|html|pdf", "of the files", "md"},
     {"out", "PATH", "the file, or the folder for several conversations"},
     {"versions", {}, "every version of every message, not only the branch that is shown"},
     {"thinking", {}, "with the reasoning before answers"},
     {"no-tools", {}, "without calls of tools and their results"},
     {"no-files", {}, "without what is in attached files"},
     {"metadata", {}, "with times, models and counts"},
     kData},
    false,
    run_export,
    true};

const Command import_command{
    "import",
    "adds conversations from an export of Hadal, ChatGPT or DeepSeek",
    "Merges by id: what is missing is added, nothing that is there changes. Prints what was added.",
    {{"file", "FILE", "the JSON file of the export"}, {"preview", {}, "only say what would be added"}, kData},
    false,
    run_import};

} // namespace hadal::cli
