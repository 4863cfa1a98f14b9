import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Theme

// Finds a text in the conversation: Enter and Shift Enter go through what was found.
FocusScope {
    id: root

    required property Chat chat
    readonly property alias model: found

    signal placeFound(int turn, real place)
    signal closed

    function open() {
        root.visible = true;
        field.forceActiveFocus();
        field.selectAll();
    }
    function close() {
        root.visible = false;
        root.closed();
    }

    visible: false
    implicitWidth: 360
    implicitHeight: 44
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Find in this chat")

    FindModel {
        id: found
        chat: root.visible ? root.chat : null
        text: field.text
        onCurrentChanged: if (found.current >= 0) root.placeFound(found.turn, found.place)
    }
    Raised { anchors.fill: parent }
    Field {
        id: field
        x: 6
        y: 6
        width: parent.width - 12 - 28 * 3 - 80
        focus: true
        placeholderText: qsTr("Find in this chat")
        Accessible.name: qsTr("Find in this chat")
        Keys.onShortcutOverride: (event) => event.accepted = event.key === Qt.Key_Escape
        Keys.onEscapePressed: root.close()
        Keys.onPressed: (event) => {
            const enter = event.key === Qt.Key_Return || event.key === Qt.Key_Enter;
            const step = enter ? ((event.modifiers & Qt.ShiftModifier) ? -1 : 1)
                       : event.key === Qt.Key_F3 ? ((event.modifiers & Qt.ShiftModifier) ? -1 : 1)
                       : event.key === Qt.Key_Down ? 1 : event.key === Qt.Key_Up ? -1 : 0;
            if (step === 0)
                return;
            event.accepted = true;
            found.go(step);
        }
    }
    Words {
        anchors.left: field.right
        anchors.leftMargin: 8
        width: 72
        height: parent.height
        horizontalAlignment: Text.AlignRight
        text: field.text.trim() === "" ? "" : found.count === 0 ? qsTr("Nothing") : qsTr("%L1 of %L2").arg(found.current + 1).arg(found.count)
        font: Theme.smallFont
        color: found.count === 0 ? Theme.colors.careful : Theme.colors.text2
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }
    Row {
        anchors.right: parent.right
        anchors.rightMargin: 6
        y: 8
        IconButton {
            iconName: "chevronUp"
            iconSize: 14
            text: qsTr("Found before")
            keys: qsTr("Shift Enter")
            enabled: found.count > 0
            onClicked: found.go(-1)
        }
        IconButton {
            iconName: "chevronDown"
            iconSize: 14
            text: qsTr("Found next")
            keys: qsTr("Enter")
            enabled: found.count > 0
            onClicked: found.go(1)
        }
        IconButton {
            iconName: "close"
            iconSize: 14
            text: qsTr("Close")
            keys: "Esc"
            onClicked: root.close()
        }
    }
}
