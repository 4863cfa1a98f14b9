import QtQuick
import Hadal.Controls
import Hadal.Mcp
import Hadal.Theme

// The servers over the window.
Sheet {
    id: root

    required property ServerDesk desk

    signal promptRead(string text)
    signal resourceRead(string name, string text)

    title: qsTr("Servers")
    width: Math.min(960, (root.parent?.width ?? 960) / Theme.zoom - 40)
    height: Math.min(680, (root.parent?.height ?? 680) / Theme.zoom - 60)
    onOpened: (root.contentItem as ServersView).begin()

    contentItem: ServersView {
        desk: root.desk
        Connections {
            target: root.desk
            function onPromptRead(text) { root.promptRead(text); }
            function onResourceRead(name, text) { root.resourceRead(name, text); }
        }
    }
}
