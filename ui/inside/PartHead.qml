import QtQuick
import Hadal.Controls
import Hadal.Theme

// What a part of the panel shows, and a number beside it.
Item {
    id: root

    required property string name
    property string note: ""

    implicitHeight: 28

    Words {
        height: parent.height
        text: root.name
        font: Theme.titleFont
        Accessible.role: Accessible.Heading
        Accessible.name: root.name
    }
    Words {
        anchors.right: parent.right
        width: Math.min(implicitWidth, parent.width - 110)
        height: parent.height
        text: root.note
        elide: Text.ElideRight
        font: Theme.smallFont
        color: Theme.colors.text3
    }
}
