import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Theme

// Which tools this chat may use, and what is asked about.
Popover {
    id: root

    required property Chat chat

    radius: Theme.radiusComposer
    padding: 12
    contentItem: ToolSwitches { chat: root.chat }
}
