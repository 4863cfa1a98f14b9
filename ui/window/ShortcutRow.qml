import QtQuick
import Hadal.Controls
import Hadal.Theme
import Hadal.Window

// A command and its keys.
Item {
    id: root

    required property Command modelData
    required property string keys

    implicitHeight: 30
    visible: root.modelData.keys !== ""
    Accessible.role: Accessible.StaticText
    Accessible.name: root.modelData.name + ": " + root.keys

    Words {
        width: parent.width - caps.width - 20
        height: parent.height
        text: root.modelData.name
        elide: Text.ElideRight
    }
    Rectangle {
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        width: caps.implicitWidth + 12
        height: 20
        radius: 4
        color: Theme.colors.hover
    }
    Words {
        id: caps
        anchors.right: parent.right
        anchors.rightMargin: 6
        height: parent.height
        text: root.keys
        font: Theme.smallFont
        color: Theme.colors.text2
    }
}
