import QtQuick
import Hadal.Controls
import Hadal.Theme

// Stands for the conversation that has not begun.
Column {
    id: root

    required property bool none

    Item {
        width: parent.width
        height: 30
        Rectangle {
            x: 8
            width: parent.width - 16
            height: 30
            radius: Theme.radiusControl
            color: Theme.colors.selected
        }
        Icon {
            x: 20
            y: 7
            name: "chat"
            color: Theme.colors.text2
        }
        Words {
            x: 44
            height: 30
            text: qsTr("New chat")
            font: Theme.labelFont
        }
    }
    Words {
        x: 20
        width: parent.width - 40
        visible: root.none
        topPadding: 12
        text: qsTr("Chats appear here. Drag one onto another to make a folder.")
        font: Theme.smallFont
        color: Theme.colors.text3
        wrapMode: Text.Wrap
    }
}
