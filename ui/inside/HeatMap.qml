import QtQuick
import Hadal.Chat
import Hadal.Inside
import Hadal.Theme

// Where in the whole conversation the passages are that were read.
Item {
    id: root

    required property ChatView view
    required property PassageList passages

    width: 12
    visible: root.passages.count > 0
    Accessible.ignored: true

    Rectangle {
        anchors.fill: parent
        radius: 2
        color: Theme.colors.sunken
    }
    Repeater {
        model: root.passages
        Rectangle {
            required property int level
            required property int turn
            required property real place
            x: 1
            y: root.view.markY(turn, place) / root.view.length * root.height
            width: 10
            height: 4
            radius: 1
            color: Theme.colors.heat[level - 1]
        }
    }
    Rectangle {
        y: root.view.position / root.view.length * root.height
        width: parent.width
        height: Math.min(parent.height, root.view.height / root.view.length * root.height)
        radius: 2
        color: "transparent"
        border.width: Theme.hairline
        border.color: Theme.colors.edge
    }
}
