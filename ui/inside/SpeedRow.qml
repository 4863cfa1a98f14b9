import QtQuick
import Hadal.Controls
import Hadal.Inside
import Hadal.Theme

// One line over time: what it is, what it is now.
Column {
    id: root

    required property string name
    required property string now
    required property list<real> values

    spacing: 4

    PartHead {
        width: parent.width
        name: ""
        note: ""
        implicitHeight: 20
        Words {
            height: parent.height
            text: root.name
            color: Theme.colors.text2
        }
        Words {
            anchors.right: parent.right
            height: parent.height
            text: root.now
            font: Theme.labelFont
        }
    }
    SpeedLine {
        width: parent.width
        height: 40
        values: root.values
        color: Theme.colors.dataSystem
        ground: Theme.colors.line
        Accessible.role: Accessible.Graphic
        Accessible.name: root.name
        Accessible.description: root.now
    }
}
