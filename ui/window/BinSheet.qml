import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Theme

// Deleted chats, which can be brought back for 30 days.
Sheet {
    id: root

    required property Workspace workspace

    title: qsTr("Bin")
    width: Math.min(560, (root.parent?.width ?? 560) / Theme.zoom - 40)
    height: Math.min(480, (root.parent?.height ?? 480) / Theme.zoom - 60)
    onOpened: (root.contentItem as BinList).begin()

    contentItem: BinList {
        bin: root.workspace.bin
        onRestored: (conversation) => {
            root.before = null; // the chat takes the focus
            root.close();
            root.workspace.restore(conversation);
        }
    }
}
