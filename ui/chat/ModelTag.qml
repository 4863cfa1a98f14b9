import QtQuick
import QtQuick.Templates as T
import Hadal.Controls
import Hadal.Theme

// Which model will answer; a button where there is a choice.
T.AbstractButton {
    id: root

    required property string name
    required property string hint
    property bool choosable: false
    property real nameWidth: 180 ///< at most; where that is too little for a word, the icon alone stays
    property bool tipShown: true

    implicitWidth: implicitContentWidth + leftPadding + rightPadding
    leftPadding: 4
    rightPadding: 8
    implicitHeight: 28
    enabled: root.choosable
    hoverEnabled: true
    focusPolicy: root.choosable ? Qt.TabFocus : Qt.NoFocus
    Accessible.role: root.choosable ? Accessible.ButtonMenu : Accessible.StaticText
    Accessible.name: qsTr("Model: %1").arg(root.name)

    contentItem: Row {
        spacing: 6
        Icon {
            anchors.verticalCenter: parent.verticalCenter
            width: 14
            height: 14
            name: "chip"
            color: Theme.colors.text2
        }
        Words {
            anchors.verticalCenter: parent.verticalCenter
            visible: root.nameWidth >= 40
            text: root.name
            width: Math.min(implicitWidth, root.nameWidth)
            elide: Text.ElideRight
            color: Theme.colors.text2
        }
        Icon {
            anchors.verticalCenter: parent.verticalCenter
            visible: root.choosable
            width: 12
            height: 12
            name: "chevronDown"
            color: Theme.colors.text3
        }
    }
    background: Rectangle {
        radius: Theme.radiusControl
        color: root.down ? Theme.colors.pressed : root.hovered && root.choosable ? Theme.colors.hover : "transparent"
        FocusRing { shown: root.visualFocus }
    }
    HoverHandler { id: hover }
    Tip {
        shown: root.tipShown && (hover.hovered || root.visualFocus) && !root.down
        text: root.hint
    }
}
