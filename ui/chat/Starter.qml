import QtQuick
import QtQuick.Templates as T
import Hadal.Controls
import Hadal.Theme

// A question to begin with.
T.AbstractButton {
    id: root

    required property string iconName
    required property string hint

    implicitHeight: 48
    hoverEnabled: true
    focusPolicy: Qt.TabFocus
    Accessible.name: root.text
    Accessible.description: root.hint
    Accessible.role: Accessible.Button
    contentItem: StarterLine {
        iconName: root.iconName
        text: root.text
        hint: root.hint
    }
    background: Item {
        Line {
            width: parent.width
            height: Theme.hairline
            color: Theme.colors.line
        }
        Rectangle {
            x: -Theme.overhang
            width: parent.width + 2 * Theme.overhang
            height: parent.height
            radius: Theme.radiusCard
            color: root.down ? Theme.colors.pressed : Theme.colors.hover
            visible: root.hovered || root.down
        }
        Item {
            anchors.fill: parent
            anchors.leftMargin: -13
            anchors.rightMargin: -13
            anchors.topMargin: 3
            anchors.bottomMargin: 3
            FocusRing { shown: root.visualFocus; around: Theme.radiusCard }
        }
    }
}
