import QtQuick
import Hadal.Controls
import Hadal.Theme

// A chat in the bin.
Item {
    id: root

    required property string conversationId
    required property string title
    required property int daysLeft
    required property bool listFocused

    signal restored
    signal purgeWanted

    implicitHeight: 40
    Accessible.role: Accessible.ListItem
    Accessible.name: root.title
    Accessible.description: left.text
    Accessible.onPressAction: root.restored()

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusControl
        color: Theme.colors.hover
        visible: hover.hovered
    }
    FocusRing { shown: root.listFocused; inside: true }
    HoverHandler { id: hover }
    Words {
        x: 10
        width: parent.width - 20 - left.width - buttons.width - 16
        height: parent.height
        text: root.title
        elide: Text.ElideRight
    }
    Words {
        id: left
        anchors.right: buttons.left
        anchors.rightMargin: 8
        height: parent.height
        text: qsTr("%Ln days left", "", root.daysLeft)
        font: Theme.smallFont
        color: Theme.colors.text3
    }
    Row {
        id: buttons
        anchors.right: parent.right
        anchors.rightMargin: 6
        y: 6
        IconButton {
            iconName: "undo"
            text: qsTr("Bring back")
            onClicked: root.restored()
        }
        IconButton {
            iconName: "trash"
            text: qsTr("Delete for good…")
            onClicked: root.purgeWanted()
        }
    }
}
