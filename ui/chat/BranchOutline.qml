import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Theme

// The branches of a chat as an outline: only where it forks, and what was named or starred.
Popover {
    id: root

    required property Chat chat

    radius: Theme.radiusComposer
    padding: 8
    onOpened: (root.contentItem as BranchList).begin()

    contentItem: BranchList {
        chat: root.chat
        onClosed: root.close()
    }
}
