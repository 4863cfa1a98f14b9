import QtQuick
import QtQuick.Templates as T
import Hadal.Controls
import Hadal.Theme

// One thing that the token could have been.
T.AbstractButton {
    id: root

    required property string token
    required property real share
    required property bool chosen
    property bool current: false

    readonly property string percent: qsTr("%1 %").arg((root.share * 100).toFixed(1))

    implicitHeight: 30
    hoverEnabled: true
    focusPolicy: Qt.NoFocus
    Accessible.role: Accessible.ListItem
    Accessible.name: root.chosen ? qsTr("%1, chosen, %2").arg(root.token).arg(root.percent) : qsTr("%1, %2").arg(root.token).arg(root.percent)

    contentItem: Item {
        Words {
            x: 4
            width: 96
            height: parent.height
            text: root.token
            elide: Text.ElideRight
            font: Theme.codeFont
            color: root.enabled || root.chosen ? Theme.colors.text : Theme.colors.text2
        }
        Rectangle {
            x: 108
            y: (parent.height - height) / 2
            width: Math.max(2, (parent.width - 108 - 64) * root.share)
            height: 6
            radius: 1
            color: root.chosen ? Theme.colors.accent : Theme.colors.dataReserve
        }
        Words {
            anchors.right: parent.right
            anchors.rightMargin: 4
            height: parent.height
            text: root.percent
            color: Theme.colors.text2
        }
    }
    background: Rectangle {
        radius: Theme.radiusControl
        color: root.current ? Theme.colors.selected : root.hovered && root.enabled ? Theme.colors.hover : "transparent"
    }
}
