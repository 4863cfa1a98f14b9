import QtQuick
import QtQuick.Templates as T
import Hadal.Controls
import Hadal.Theme

// Looks like the field that it opens.
T.AbstractButton {
    id: root

    readonly property string keys: "Ctrl K"

    implicitHeight: 32
    hoverEnabled: true
    focusPolicy: Qt.TabFocus
    text: qsTr("Search all chats")
    Accessible.name: root.text
    Accessible.role: Accessible.Button
    contentItem: Item {
        Icon {
            x: 10
            anchors.verticalCenter: parent.verticalCenter
            width: 14
            height: 14
            name: "search"
            color: Theme.colors.text2
        }
        Words {
            x: 32
            width: parent.width - x - 62
            height: parent.height
            text: root.text
            elide: Text.ElideRight
            color: Theme.colors.text2
        }
        Words {
            anchors.right: parent.right
            anchors.rightMargin: 10
            height: parent.height
            text: root.keys
            font: Theme.smallFont
            color: Theme.colors.text3
        }
    }
    background: Rectangle {
        radius: Theme.radiusControl
        color: root.down || root.hovered ? Theme.colors.pressed : Theme.colors.hover
        FocusRing { shown: root.visualFocus }
    }
}
