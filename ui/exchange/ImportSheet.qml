import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Exchange
import Hadal.Theme

// Chats from a file: what it would add is shown before it is added.
Sheet {
    id: root

    required property Workspace workspace

    readonly property ImportPane pane: root.contentItem as ImportPane

    function pick() { root.pane.pick(); }
    function begin(file: url) {
        root.pane.begin(file);
        root.open();
    }

    title: qsTr("Import chats")
    width: Math.min(560, (root.parent?.width ?? 600) / Theme.zoom - 40)
    height: Math.min(520, (root.parent?.height ?? 600) / Theme.zoom - 40)
    onClosed: root.pane.stop()

    contentItem: ImportPane {
        workspace: root.workspace
        onFinished: root.close()
        onWanted: root.open()
    }
}
