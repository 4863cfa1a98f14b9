import QtQuick
import QtQuick.Templates as T
import Hadal.Controls

// Shows content wider than itself. It scrolls by the horizontal wheel and by the vertical one with Shift; the
// plain vertical wheel stays with the conversation. The bar lies over the content, so nothing moves.
Flickable {
    id: root

    readonly property real reach: Math.max(0, root.contentWidth - root.width)

    interactive: false
    clip: root.reach > 0
    contentHeight: height
    onReachChanged: root.contentX = Math.min(root.contentX, root.reach)
    T.ScrollBar.horizontal: ScrollMark {
        parent: root.parent
        x: root.x
        y: root.y + root.height + (root.parent.height - root.y - root.height - height) / 2
        width: root.width
        orientation: Qt.Horizontal
        visible: root.reach > 0
    }

    function scroll(distance: real) { root.contentX = Math.max(0, Math.min(root.reach, root.contentX + distance)); }

    WheelHandler {
        acceptedModifiers: Qt.ShiftModifier
        orientation: Qt.Vertical
        target: null
        enabled: root.reach > 0
        onWheel: (event) => root.scroll(-event.angleDelta.y / 2)
    }
    WheelHandler {
        orientation: Qt.Horizontal
        target: null
        enabled: root.reach > 0
        onWheel: (event) => root.scroll(-event.angleDelta.x / 2)
    }
}
