import QtQuick
import Hadal.Controls
import Hadal.Theme

// Takes an export that is dropped onto the window. What lies in it may take drops of its own.
Item {
    id: root

    required property Item over ///< where the hint is shown

    signal dropped(url file)

    DropArea {
        id: drop
        anchors.fill: parent
        keys: ["text/uri-list"]
        onEntered: (event) => event.accepted = event.hasUrls && event.urls.length === 1 && event.urls[0].toString().toLowerCase().endsWith(".json")
        onDropped: (event) => {
            event.acceptProposedAction();
            root.dropped(event.urls[0]);
        }
    }
    Rectangle {
        parent: root.over
        anchors.fill: parent
        anchors.margins: 8
        visible: drop.containsDrag
        z: 10
        radius: Theme.radiusDialog
        color: Theme.colors.accentSoft
        border.width: 2
        border.color: Theme.colors.accent
        Words {
            anchors.centerIn: parent
            text: qsTr("Drop an export here to import its chats")
            color: Theme.colors.accent
            font: Theme.labelFont
        }
    }
}
