import QtQuick
import QtQuick.Templates as T
import Hadal.Controls
import Hadal.Theme

T.MenuItem {
    id: root

    property string iconName: ""
    property string keys: ""
    property bool dangerous: false

    readonly property color wordColor: !root.enabled ? Theme.colors.off
                                     : root.dangerous ? Theme.colors.wrong : Theme.colors.text

    implicitHeight: 32
    implicitWidth: 188
    Accessible.name: root.text
    Accessible.role: Accessible.MenuItem

    TextMetrics {
        id: keysWidth
        font: Theme.smallFont
        text: root.keys
    }
    contentItem: Item {
        Icon {
            x: 8
            anchors.verticalCenter: parent.verticalCenter
            width: 14
            height: 14
            name: root.iconName
            color: root.dangerous ? root.wordColor : Theme.colors.text2
        }
        Words {
            x: 32
            width: parent.width - 40 - (root.keys === "" ? 0 : keysWidth.width + 8)
            anchors.verticalCenter: parent.verticalCenter
            text: root.text
            elide: Text.ElideRight
            color: root.wordColor
        }
        Words {
            anchors.right: parent.right
            anchors.rightMargin: 8
            anchors.verticalCenter: parent.verticalCenter
            text: root.keys
            font: Theme.smallFont
            color: Theme.colors.text3
        }
    }
    background: Rectangle {
        radius: 5
        color: root.down ? Theme.colors.pressed : root.highlighted ? Theme.colors.hover : "transparent"
    }
}
