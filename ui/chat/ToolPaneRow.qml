import QtQuick
import QtQuick.Templates as T
import Hadal.Controls
import Hadal.Theme

// A tool or a set, and whether this chat uses it.
T.AbstractButton {
    id: root

    required property int index
    required property string name
    required property string purpose
    required property int effect
    required property bool isSet
    required property bool chosen
    required property bool bySet
    required property int size
    property bool all: true ///< the switch for the whole chat is on

    signal switched(bool on)

    readonly property string kind: root.isSet ? qsTr("%Ln tools", "", root.size) : root.effect === 0 ? qsTr("Reads") : root.effect === 1 ? qsTr("Writes") : qsTr("Deletes")

    implicitHeight: 32
    hoverEnabled: true
    focusPolicy: Qt.TabFocus
    enabled: !root.bySet
    text: root.name
    Accessible.role: Accessible.CheckBox
    Accessible.name: root.name + ", " + root.kind
    Accessible.description: root.bySet ? qsTr("On with its set") : root.purpose
    Accessible.checkable: true
    Accessible.checked: root.chosen
    background: Ground { control: root; ringInside: true }
    contentItem: Item {
        Rectangle {
            x: 8
            anchors.verticalCenter: parent.verticalCenter
            width: 16
            height: 16
            radius: 4
            color: root.chosen ? root.enabled && root.all ? Theme.colors.accent : Theme.colors.off : "transparent"
            border.width: root.chosen ? 0 : 1
            border.color: Theme.colors.edge
            Icon {
                anchors.centerIn: parent
                width: 12
                height: 12
                visible: root.chosen
                name: "check"
                color: Theme.colors.accentText
            }
        }
        Words {
            id: title
            x: 34
            height: parent.height
            width: Math.min(implicitWidth, parent.width * 0.5)
            text: root.name
            elide: Text.ElideRight
            font: root.isSet ? Theme.labelFont : Theme.codeFont
        }
        Words {
            anchors.left: title.right
            anchors.leftMargin: 8
            anchors.right: right.left
            anchors.rightMargin: 8
            height: parent.height
            text: root.purpose
            elide: Text.ElideRight
            font: Theme.smallFont
            color: Theme.colors.text3
        }
        Words {
            id: right
            anchors.right: parent.right
            anchors.rightMargin: 8
            height: parent.height
            text: root.kind
            font: Theme.smallFont
            color: root.isSet || root.effect === 0 ? Theme.colors.text3 : root.effect === 1 ? Theme.colors.careful : Theme.colors.wrong
        }
    }
    onClicked: root.switched(!root.chosen)
}
