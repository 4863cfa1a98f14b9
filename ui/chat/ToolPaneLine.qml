import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Theme

// What stands in a row of the pane of tools.
Item {
    id: root

    required property ToolPaneRow row

    Rectangle {
        x: 8
        anchors.verticalCenter: parent.verticalCenter
        width: 16
        height: 16
        radius: 4
        color: root.row.chosen ? root.row.enabled && root.row.all ? Theme.colors.accent : Theme.colors.off : "transparent"
        border.width: root.row.chosen ? 0 : 1
        border.color: Theme.colors.edge
        Icon {
            anchors.centerIn: parent
            width: 12
            height: 12
            visible: root.row.chosen
            name: "check"
            color: Theme.colors.accentText
        }
    }
    Words {
        id: title
        x: 34
        height: parent.height
        width: Math.min(implicitWidth, parent.width * 0.5)
        text: root.row.name
        elide: Text.ElideRight
        font: root.row.isSet ? Theme.labelFont : Theme.codeFont
    }
    Words {
        anchors.left: title.right
        anchors.leftMargin: 8
        anchors.right: right.left
        anchors.rightMargin: 8
        height: parent.height
        text: root.row.purpose
        elide: Text.ElideRight
        font: Theme.smallFont
        color: Theme.colors.text3
    }
    Words {
        id: right
        anchors.right: parent.right
        anchors.rightMargin: 8
        height: parent.height
        text: root.row.kind
        font: Theme.smallFont
        color: root.row.isSet || root.row.effect === 0 ? Theme.colors.text3 : root.row.effect === 1 ? Theme.colors.careful : Theme.colors.wrong
    }
}
