// Links the QML modules into a test.
#pragma once

#include <QtQml/qqmlextensionplugin.h>

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
