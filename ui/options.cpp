#include "ui/options.h"

#include <QCommandLineParser>

#include <cstdio>
#include <cstdlib>

namespace hadal::ui {
namespace {

[[noreturn]] void refuse(const QString& what) {
    std::fprintf(stderr, "error: %s\nSee hadal --help.\n", qPrintable(what));
    std::exit(2);
}

QString oneOf(const QCommandLineParser& parser, const QString& name, const QStringList& choices) {
    const QString value = parser.value(name);
    if (parser.isSet(name) && !choices.contains(value))
        refuse(QStringLiteral("--%1 is \"%2\", expected one of: %3.").arg(name, value, choices.join(", ")));
    return value;
}

} // namespace

Options readOptions(const QStringList& arguments) {
    QCommandLineParser parser;
    parser.setApplicationDescription("A desktop chat with its own engine for DeepSeek-V3.2.");
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({
        {"model", "The model: a folder in the Hugging Face layout, or builtin.", "DIR|builtin", "builtin"},
        {"endpoint", "The name of an endpoint that answers instead, for this run.", "NAME"},
        {"engine", "Replays a script instead of running a model: scripted:FILE.", "ENGINE"},
        {"data", "The folder of chats and preferences.", "DIR"},
        {"theme", "light, dark or system, for this run.", "THEME"},
        {"language", "en, zh or zh_TW, for this run.", "LANGUAGE"},
        {"high-contrast", "High contrast, for this run."},
        {"gallery", "For developers: shows every control and kind of block in every state."},
        {"open", "Shows this conversation.", "ID"},
        {"size", "The size of the window, for this run.", "WIDTHxHEIGHT"},
        {"zoom", "80 to 200, for this run.", "PERCENT"},
        {"inside", "Looks inside the model at these words of the last answer, for a picture.", "WORDS"},
        {"screenshot", "Saves a picture of the window once it is at rest, and ends.", "FILE"},
    });
    if (!parser.parse(arguments))
        refuse(parser.errorText());
    if (parser.isSet("help-all") || parser.isSet("help"))
        parser.showHelp();
    if (parser.isSet("version"))
        parser.showVersion();
    if (!parser.positionalArguments().isEmpty())
        refuse(QStringLiteral("\"%1\" was not expected.").arg(parser.positionalArguments().first()));

    Options options;
    options.model = models::model_source(parser.value("model").toStdString());
    // Whoever names a model wants that one.
    if (parser.isSet("endpoint"))
        options.endpoint = parser.value("endpoint");
    else if (parser.isSet("model") || parser.isSet("engine"))
        options.endpoint = QString();
    options.data = parser.value("data");
    options.theme = oneOf(parser, "theme", {"light", "dark", "system"});
    options.language = oneOf(parser, "language", {"en", "zh", "zh_TW"});
    options.contrast = parser.isSet("high-contrast");
    options.gallery = parser.isSet("gallery");
    options.open = parser.value("open");
    if (parser.isSet("size")) {
        const QStringList sides = parser.value("size").split('x');
        options.size = QSize(sides.value(0).toInt(), sides.value(1).toInt());
        if (sides.size() != 2 || options.size.width() < 1 || options.size.height() < 1)
            refuse(QStringLiteral("--size is \"%1\", expected two numbers: 1200x800.")
                       .arg(parser.value("size")));
    }
    if (parser.isSet("zoom")) {
        options.zoom = parser.value("zoom").toInt() / 100.0;
        if (options.zoom < 0.8 || options.zoom > 2)
            refuse(QStringLiteral("--zoom is \"%1\", expected 80 to 200.").arg(parser.value("zoom")));
    }
    options.picture = parser.value("screenshot");
    options.inside = parser.value("inside");
    if (const QString engine = parser.value("engine"); !engine.isEmpty()) {
        const QString prefix = "scripted:";
        if (!engine.startsWith(prefix) || engine.size() == prefix.size())
            refuse(QStringLiteral("--engine is \"%1\", expected scripted:FILE.").arg(engine));
        options.script = engine.sliced(prefix.size());
    }
    return options;
}

} // namespace hadal::ui
