import QtQuick
import Hadal.Controls
import Hadal.Theme

// The line that thinking folds to.
Item {
    id: root

    required property string title
    required property string detail
    required property bool open
    required property bool running

    implicitWidth: line.implicitWidth
    implicitHeight: 28

    Row {
        id: line
        x: 6
        height: 28
        spacing: 6
        Icon {
            anchors.verticalCenter: parent.verticalCenter
            width: 14
            height: 14
            name: root.open ? "chevronDown" : "chevronRight"
            color: Theme.colors.text3
        }
        Words {
            anchors.verticalCenter: parent.verticalCenter
            text: root.title
            font: Theme.labelFont
            color: root.running ? Theme.colors.accent : Theme.colors.text2
        }
        Words {
            anchors.verticalCenter: parent.verticalCenter
            visible: text !== ""
            text: root.detail
            font: Theme.smallFont
            color: Theme.colors.text3
        }
    }
}
