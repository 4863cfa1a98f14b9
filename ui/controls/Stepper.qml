import QtQuick
import Hadal.Controls
import Hadal.Theme

// A number in steps.
Row {
    id: root

    required property string name
    required property string value
    property bool canLower: true
    property bool canRaise: true

    signal lowered
    signal raised

    spacing: 4
    IconButton {
        iconName: "minus"
        text: qsTr("Smaller: %1").arg(root.name)
        enabled: root.canLower
        onClicked: root.lowered()
    }
    Words {
        width: 56
        height: 28
        horizontalAlignment: Text.AlignHCenter
        text: root.value
        font: Theme.labelFont
    }
    IconButton {
        iconName: "plus"
        text: qsTr("Larger: %1").arg(root.name)
        enabled: root.canRaise
        onClicked: root.raised()
    }
}
