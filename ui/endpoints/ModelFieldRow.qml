import QtQuick
import QtQuick.Templates as T
import Hadal.Controls
import Hadal.Theme

// One model of an endpoint's list.
T.ItemDelegate {
    id: root

    required property string modelData
    required property int index

    width: ListView.view.width
    implicitHeight: 32
    hoverEnabled: true
    Accessible.role: Accessible.ListItem
    Accessible.name: root.modelData
    background: Rectangle {
        radius: 5
        color: root.hovered || root.ListView.isCurrentItem ? Theme.colors.hover : "transparent"
    }
    contentItem: Words {
        leftPadding: 8
        text: root.modelData
        elide: Text.ElideMiddle
        verticalAlignment: Text.AlignVCenter
    }
}
