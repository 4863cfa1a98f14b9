import QtQuick
import Hadal.Theme

// The mark of keyboard focus: 2 wide, 3 outside the control (inside for rows).
Rectangle {
    id: root

    required property bool shown
    property bool inside: false
    property real around: Theme.radiusControl

    anchors.fill: parent
    anchors.margins: root.inside ? 0 : -3
    visible: root.shown
    color: "transparent"
    radius: root.around + (root.inside ? 0 : 3)
    border.width: Theme.ring
    border.color: Theme.colors.accent
}
