#include "app/base/when_done.h"
#include "app/models/open_model.h"
#include "engine/runtime/scripted_engine.h"
#include "ui/appearance.h"
#include "ui/options.h"
#include "ui/picture.h"
#include "ui/program.h"
#include "ui/settings/caret_rest.h"
#include "ui/settings/language.h"
#include "ui/settings/log_file.h"
#include "ui/settings/preferences.h"
#include "ui/settings/single_instance.h"
#include "ui/settings/system_appearance.h"

#include <QFileInfo>
#include <QGuiApplication>
#include <QNetworkProxyFactory>
#include <QQmlApplicationEngine>
#include <QQuickStyle>
#include <QtQml/qqmlextensionplugin.h>

#include <span>
#include <string_view>

Q_IMPORT_QML_PLUGIN(Hadal_ThemePlugin)
Q_IMPORT_QML_PLUGIN(Hadal_ControlsPlugin)
Q_IMPORT_QML_PLUGIN(Hadal_FormsPlugin)
Q_IMPORT_QML_PLUGIN(Hadal_MarkdownPlugin)
Q_IMPORT_QML_PLUGIN(Hadal_SettingsPlugin)
Q_IMPORT_QML_PLUGIN(Hadal_SchemaPlugin)
Q_IMPORT_QML_PLUGIN(Hadal_ChatPlugin)
Q_IMPORT_QML_PLUGIN(Hadal_EndpointsPlugin)
Q_IMPORT_QML_PLUGIN(Hadal_ExchangePlugin)
Q_IMPORT_QML_PLUGIN(Hadal_McpPlugin)
Q_IMPORT_QML_PLUGIN(Hadal_ToolsPlugin)
Q_IMPORT_QML_PLUGIN(Hadal_WindowPlugin)
Q_IMPORT_QML_PLUGIN(Hadal_GalleryPlugin)

namespace {

using namespace hadal;

host::Factory factory(const ui::Options& options) {
    if (!options.script.isEmpty())
        return [file = options.script.toStdString()](const ProgressFn&, std::stop_token) {
            return runtime::ScriptedEngine::load(file);
        };
    return [source = options.model](const ProgressFn& progress, std::stop_token stop) {
        models::recommended_sampling(models::directory_of(source)); // throws where it is damaged
        return models::open_model(source, {}, progress, stop);
    };
}

/// What the model's files recommend. Damaged files are not hidden: loading the model says what is wrong.
runtime::Sampling sampling(const ui::Options& options) {
    try {
        return options.script.isEmpty() ? models::recommended_sampling(models::directory_of(options.model))
                                        : runtime::Sampling();
    } catch (const Error&) {
        return {};
    }
}

/// What the model of this computer is called where one can choose another.
QString localName(const ui::Options& options) {
    return options.script.isEmpty() ? QString::fromStdString(models::name_of(options.model))
                                    : QFileInfo(options.script).completeBaseName();
}

} // namespace

int main(int argc, char* argv[]) {
    QCoreApplication::setApplicationName("hadal");
    QCoreApplication::setApplicationVersion(HADAL_VERSION);
    for (const char* const argument : std::span(argv, static_cast<std::size_t>(argc)).subspan(1))
        if (const std::string_view word = argument;
            word == "-h" || word == "--help" || word == "--help-all" || word == "-v" || word == "--version") {
            const QCoreApplication plain(argc, argv); // these need no display
            ui::readOptions(QCoreApplication::arguments());
        }
    QQuickStyle::setStyle("Basic");
    QGuiApplication application(argc, argv);
    QGuiApplication::setApplicationDisplayName("Hadal");
    QGuiApplication::setDesktopFileName("hadal");
    const ui::Options options = ui::readOptions(QCoreApplication::arguments());
    ui::setUpFonts();
    ui::chooseRenderer();

    const QString folder = options.data.isEmpty() ? conversations::dataFolder() : options.data;
    ui::SingleInstance instance(folder);
    if (!instance.claim())
        return 0; // the one that runs has come forward
    ui::beginLog(folder);
    ui::Preferences preferences(folder + "/preferences.ini");
    if (!options.theme.isEmpty())
        preferences.override("theme", options.theme);
    if (!options.language.isEmpty())
        preferences.override("language", options.language);
    if (options.zoom > 0)
        preferences.override("zoom", options.zoom);
    if (options.contrast)
        preferences.override("contrast", true);
    if (!options.inside.isEmpty())
        preferences.override("insideShown", true);
    ui::SystemAppearance system;
    preferences.setSystemDark(system.dark());
    QObject::connect(&system, &ui::SystemAppearance::darkChanged, &preferences,
                     &ui::Preferences::setSystemDark);

    QNetworkProxyFactory::setUseSystemConfiguration(true);
    if (options.endpoint)
        preferences.override("endpoint", *options.endpoint);
    ui::Program program({folder, factory(options), sampling(options), localName(options),
                         options.model.builtin && options.script.isEmpty(),
                         std::make_shared<secrets::SystemKeyring>(), &preferences});

    const ui::CaretRest caret;
    QQmlApplicationEngine engine;
    ui::Language language;
    QObject::connect(&language, &ui::Language::changed, program.desk(), &ui::ToolDesk::retranslate);
    language.use(preferences.language());
    QObject::connect(&preferences, &ui::Preferences::languageChanged, &language,
                     [&] { language.use(preferences.language()); });
    QObject::connect(&language, &ui::Language::changed, &engine, &QQmlEngine::retranslate);

    engine.addImportPath("qrc:/qt/qml");
    if (options.gallery) {
        engine.setInitialProperties({{"preferences", QVariant::fromValue(&preferences)}});
        engine.load(QUrl("qrc:/qt/qml/Hadal/Gallery/Gallery.qml"));
    } else {
        engine.setInitialProperties(program.properties());
        engine.load(QUrl("qrc:/qt/qml/Hadal/Window/Main.qml"));
    }
    auto* window =
        engine.rootObjects().isEmpty() ? nullptr : qobject_cast<QQuickWindow*>(engine.rootObjects().first());
    if (!window)
        return 1;
    QObject::connect(&instance, &ui::SingleInstance::asked, window, [window] {
        window->showNormal();
        window->raise();
        window->requestActivate();
    });
    program.start();
    if (options.size.isValid())
        window->resize(options.size);
    if (!options.open.isEmpty()) // once the list is there: the store answers in order
        whenDone(
            program.store()->conversations(), program.workspace(),
            [&](const auto&) { program.workspace()->open(options.open); },
            [](const QString&) { /* the workspace tells of it */ });
    if (!options.picture.isEmpty())
        ui::savePictureAtRest(window, program.workspace(), options.picture, options.inside);
    return QCoreApplication::exec();
}
