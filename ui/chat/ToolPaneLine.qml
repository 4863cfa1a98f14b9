import QtQuick
import Hadal.Controls
import Hadal.Theme

// What stands in a row of the pane of tools.
Item {
    id: root

    required property string name
    required property string purpose
    required property string kind ///< what it does, or how many it holds
    required property int effect
    required property bool isSet
    required property bool chosen
    required property bool usable ///< the box can be changed, and counts

    Rectangle {
        x: 8
        anchors.verticalCenter: parent.verticalCenter
        width: 16
        height: 16
        radius: 4
        color: root.chosen ? root.usable ? Theme.colors.accent : Theme.colors.off : "transparent"
        border.width: root.chosen ? 0 : Theme.hairline
        border.color: Theme.colors.edge
        Icon {
            anchors.centerIn: parent
            width: 12
            height: 12
            visible: root.chosen
            name: "check"
            color: Theme.colors.accentText
        }
    }
    Words {
        id: title
        x: 34
        height: parent.height
        width: Math.min(implicitWidth, parent.width * 0.5)
        text: root.name
        elide: Text.ElideRight
        font: root.isSet ? Theme.labelFont : Theme.codeFont
    }
    Words {
        anchors.left: title.right
        anchors.leftMargin: 8
        anchors.right: right.left
        anchors.rightMargin: 8
        height: parent.height
        text: root.purpose
        elide: Text.ElideRight
        font: Theme.smallFont
        color: Theme.colors.text3
    }
    Words {
        id: right
        anchors.right: parent.right
        anchors.rightMargin: 8
        height: parent.height
        text: root.kind
        font: Theme.smallFont
        color: root.isSet || root.effect === 0 ? Theme.colors.text3 : root.effect === 1 ? Theme.colors.careful : Theme.colors.wrong
    }
}
