import QtQuick
import Hadal.Controls
import Hadal.Theme

// Which model will answer.
Item {
    id: root

    required property string name
    required property string hint

    implicitWidth: row.implicitWidth + 12
    implicitHeight: 28
    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("Model: %1").arg(root.name)

    Row {
        id: row
        x: 4
        anchors.verticalCenter: parent.verticalCenter
        spacing: 6
        Icon {
            anchors.verticalCenter: parent.verticalCenter
            width: 14
            height: 14
            name: "chip"
            color: Theme.colors.text2
        }
        Words {
            anchors.verticalCenter: parent.verticalCenter
            text: root.name
            width: Math.min(implicitWidth, 180)
            elide: Text.ElideRight
            color: Theme.colors.text2
        }
    }
    HoverHandler { id: hover }
    Tip {
        visible: hover.hovered
        text: root.hint
    }
}
