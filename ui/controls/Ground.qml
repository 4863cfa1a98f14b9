import QtQuick
import QtQuick.Templates as T
import Hadal.Theme

// The ground of a quiet control: nothing at rest, a tone under the pointer and when pressed, and the focus ring.
Item {
    id: root

    required property T.AbstractButton control
    property real radius: Theme.radiusControl
    property bool ringInside: false

    Rectangle {
        anchors.fill: parent
        radius: root.radius
        color: root.control.down ? Theme.colors.pressed : Theme.colors.hover
        opacity: root.control.enabled && (root.control.down || root.control.hovered) ? 1 : 0

        Behavior on opacity {
            enabled: !root.control.hovered
            NumberAnimation { duration: Theme.unhover }
        }
    }
    FocusRing {
        shown: root.control.visualFocus
        inside: root.ringInside
        around: root.radius
    }
}
