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
    contentItem: ToolPaneLine {
        name: root.name
        purpose: root.purpose
        kind: root.kind
        effect: root.effect
        isSet: root.isSet
        chosen: root.chosen
        usable: root.enabled && root.all
    }
    onClicked: root.switched(!root.chosen)
}
