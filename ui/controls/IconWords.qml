import QtQuick
import Hadal.Controls
import Hadal.Theme

// The inside of a button: words, with an icon before them or without.
Item {
    id: root

    required property string text
    required property color color
    property font font: Theme.labelFont
    property string iconName: ""
    property real maximumWidth: Infinity

    implicitWidth: row.implicitWidth
    implicitHeight: row.implicitHeight

    Row {
        id: row
        anchors.centerIn: parent
        spacing: 6
        Icon {
            visible: root.iconName !== ""
            anchors.verticalCenter: parent.verticalCenter
            width: 14
            height: 14
            name: root.iconName
            color: root.color
        }
        Words {
            anchors.verticalCenter: parent.verticalCenter
            text: root.text
            width: Math.min(implicitWidth, root.maximumWidth)
            elide: Text.ElideRight
            font: root.font
            color: root.color
        }
    }
}
