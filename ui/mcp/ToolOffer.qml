import QtQuick
import Hadal.Controls

// A tool of a server: what it does, as the server or the person says, and whether models get it. A negative
// effect is the server's word again.
ServerOffer {
    id: root

    required property string offer
    required property bool usable
    required property bool on
    required property int effect
    required property bool judged

    signal judgedAs(int effect)
    signal switched(bool on)

    IconButton {
        id: back
        anchors.verticalCenter: segments.verticalCenter
        visible: root.judged
        iconName: "undo"
        text: qsTr("As the server says")
        Accessible.description: qsTr("Take back what you chose for %1").arg(root.offer)
        onClicked: {
            if (back.activeFocus) // it is about to go
                back.nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason);
            root.judgedAs(-1);
        }
    }
    Segments {
        id: segments
        name: qsTr("What %1 does").arg(root.offer)
        choices: [qsTr("Reads"), qsTr("Writes"), qsTr("Deletes")]
        current: root.effect
        onChosen: index => root.judgedAs(index)
    }
    Chip {
        iconName: "check"
        text: qsTr("On")
        Accessible.name: qsTr("%1 is on").arg(root.offer)
        enabled: root.usable
        checkable: true
        checked: root.on
        onToggled: root.switched(checked)
    }
}
