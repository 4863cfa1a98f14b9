import QtQuick
import Hadal.Controls
import Hadal.Theme

Item {
    id: root

    required property string title
    required property bool sidebarShown

    signal sidebarToggled
    signal newChat

    implicitHeight: 48

    Row {
        id: tools
        x: 12
        y: 10
        spacing: 4
        visible: !root.sidebarShown
        IconButton {
            iconName: "sidebar"
            text: qsTr("Show the sidebar")
            keys: "Ctrl B"
            onClicked: root.sidebarToggled()
        }
        IconButton {
            iconName: "edit"
            text: qsTr("New chat")
            keys: "Ctrl N"
            onClicked: root.newChat()
        }
    }
    Words {
        x: root.sidebarShown ? 20 : 84
        width: parent.width - x - 20
        height: parent.height
        text: root.title === "" ? qsTr("New chat") : root.title
        elide: Text.ElideRight
        font: Theme.titleFont
        Accessible.role: Accessible.Heading
        Accessible.name: text
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 1
        color: Theme.colors.line
    }
}
