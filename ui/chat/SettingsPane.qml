import QtQuick
import QtQuick.Window
import Hadal.Chat
import Hadal.Controls
import Hadal.Theme

// How this chat is led: presets, the system prompt, thinking, sampling, and what happens when it grows too long.
Popover {
    id: root

    required property Chat chat
    required property Workspace workspace

    radius: Theme.radiusComposer
    padding: 16

    contentItem: SettingsForm {
        chat: root.chat
        workspace: root.workspace
        maximumHeight: (root.parent?.Window.height ?? 600) / Theme.zoom - 120
    }
}
