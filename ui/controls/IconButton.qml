import QtQuick
import QtQuick.Templates as T
import Hadal.Controls
import Hadal.Theme

// A quiet button of 28 x 28 that is an icon. Its text is the accessible name and the tooltip.
T.AbstractButton {
    id: root

    required property string iconName
    property int iconSize: 16
    property string keys: ""
    property bool tipShown: true
    property bool filled: false
    property color tint: Theme.colors.text2

    implicitWidth: 28
    implicitHeight: 28
    hoverEnabled: true
    focusPolicy: Qt.TabFocus
    Accessible.name: root.text
    Accessible.role: Accessible.Button

    contentItem: Item {
        Icon {
            anchors.centerIn: parent
            width: root.iconSize
            height: root.iconSize
            name: root.iconName
            filled: root.filled
            color: !root.enabled ? Theme.colors.off : root.hovered ? Theme.colors.text : root.tint
        }
    }
    background: Ground { control: root }

    Tip {
        shown: root.tipShown && (root.hovered || root.visualFocus) && !root.down
        text: root.text
        keys: root.keys
    }
}
