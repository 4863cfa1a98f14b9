import QtQuick
import QtQuick.Templates as T
import Hadal.Theme

// A thin scroll bar over the content: it takes no room, so nothing moves when it shows.
T.ScrollBar {
    id: root

    implicitWidth: 10
    implicitHeight: 10
    padding: 2
    minimumSize: 0.06
    visible: root.policy !== T.ScrollBar.AlwaysOff && root.size < 1
    contentItem: Rectangle {
        implicitWidth: 6
        implicitHeight: 6
        radius: 3
        color: root.pressed ? Theme.colors.edge : Theme.colors.off
        opacity: root.pressed || root.hovered ? 1 : 0.5
    }
}
