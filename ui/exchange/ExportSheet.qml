import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Exchange
import Hadal.Theme

// Chats to files.
Sheet {
    id: root

    required property Workspace workspace

    readonly property real room: (root.parent?.width ?? 900) / Theme.zoom
    readonly property ExportPane pane: root.contentItem as ExportPane

    /// What was done, and the folder where it can be seen.
    signal written(string what, string folder)

    function begin(conversations: list<string>, folder: string) {
        root.open();
        root.pane.begin(conversations, folder);
    }

    title: qsTr("Export")
    width: root.room >= 780 ? 740 : 380
    height: Math.min(root.room >= 780 ? 560 : 500, (root.parent?.height ?? 700) / Theme.zoom - 40)
    onClosed: root.pane.stop()

    contentItem: ExportPane {
        workspace: root.workspace
        roomy: root.room >= 780
        onFinished: root.close()
        onWritten: (what, folder) => {
            root.close();
            root.written(what, folder);
        }
    }
}
