// The command line of the desktop program.
#pragma once

#include "app/models/files.h"

#include <QSize>
#include <QString>
#include <QStringList>

#include <optional>

namespace hadal::ui {

struct Options {
    models::ModelSource model;
    std::optional<QString>
        endpoint;          ///< the name of the one that answers; empty: none; unset: as it was chosen
    QString script;        ///< replays this file instead of a model; empty: none
    QString data;          ///< folder of chats and preferences; empty: the usual one
    QString theme;         ///< "light", "dark" or "system"; empty: as it was chosen
    QString language;      ///< "en", "zh" or "zh_TW"; empty: as it was chosen
    bool contrast = false; ///< high contrast
    bool gallery = false;  ///< for developers: every control and block in every state, instead of the window
    QString open;          ///< the conversation to show at first; empty: a new one
    QSize size;            ///< of the window; invalid: as it is by itself
    double zoom = 0;       ///< 0: as it was chosen
    QString inside;        ///< words of the last answer to look into; empty: none
    QString picture;       ///< the window is saved here once it is at rest, then the program ends; empty: no
};

/// Ends the program after --help, --version or a usage error (with a message and exit code 2).
Options readOptions(const QStringList& arguments);

} // namespace hadal::ui
