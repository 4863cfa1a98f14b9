import QtQuick
import Hadal.Theme

// How much of a work with a known length is done.
Rectangle {
    id: root

    required property int done
    required property int total
    required property string name

    implicitHeight: 4
    radius: 2
    color: Theme.colors.hover
    Accessible.role: Accessible.ProgressBar
    Accessible.name: root.name
    Accessible.description: qsTr("%L1 of %L2").arg(root.done).arg(root.total)

    Rectangle {
        width: root.total > 0 ? parent.width * Math.min(1, root.done / root.total) : 0
        height: parent.height
        radius: 2
        color: Theme.colors.accent
    }
}
