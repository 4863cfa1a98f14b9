import QtQuick
import Hadal.Controls
import Hadal.Theme

// A text file that goes with a message.
Rectangle {
    id: root

    required property string name
    property int tokens: 0
    property bool removable: false

    signal removed

    implicitWidth: row.width + (root.removable ? 38 : 20)
    implicitHeight: 28
    radius: Theme.radiusControl
    color: "transparent"
    border.width: Theme.hairline
    border.color: Theme.colors.off
    Accessible.role: Accessible.ListItem
    Accessible.name: root.tokens > 0 ? qsTr("File %1, %Ln tokens", "", root.tokens).arg(root.name) : qsTr("File %1").arg(root.name)

    Row {
        id: row
        x: 10
        anchors.verticalCenter: parent.verticalCenter
        spacing: 6
        Icon {
            anchors.verticalCenter: parent.verticalCenter
            width: 13
            height: 13
            name: "file"
            color: Theme.colors.text2
        }
        Words {
            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(implicitWidth, 220)
            text: root.name
            elide: Text.ElideMiddle
        }
        Words {
            anchors.verticalCenter: parent.verticalCenter
            visible: root.tokens > 0
            text: qsTr("%Ln tokens", "", root.tokens)
            font: Theme.smallFont
            color: Theme.colors.text3
        }
    }
    IconButton {
        anchors.right: parent.right
        anchors.rightMargin: 3
        anchors.verticalCenter: parent.verticalCenter
        implicitWidth: 22
        implicitHeight: 22
        visible: root.removable
        iconName: "close"
        iconSize: 12
        text: qsTr("Remove %1").arg(root.name)
        onClicked: root.removed()
    }
}
