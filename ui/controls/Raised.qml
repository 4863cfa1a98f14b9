import QtQuick
import Hadal.Theme

// A raised surface. Its shadow is eight stacked rectangles: no blur, so every renderer draws the same.
Item {
    id: root

    property real radius: Theme.radiusCard

    Repeater {
        model: 8
        Rectangle {
            required property int index
            readonly property real grow: (index + 1) * 1.5
            x: -grow
            y: 4 - grow
            width: root.width + 2 * grow
            height: root.height + 2 * grow
            radius: root.radius + grow
            color: Theme.colors.shadow
        }
    }
    Rectangle {
        anchors.fill: parent
        radius: root.radius
        color: Theme.colors.raised
        border.width: Theme.hairline
        border.color: Theme.colors.popoverEdge
    }
}
