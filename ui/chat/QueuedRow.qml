import QtQuick
import Hadal.Controls
import Hadal.Theme

// A message that will be sent when the answer has ended.
Item {
    id: root

    required property string modelData
    required property int index
    readonly property string words: root.modelData

    signal takenBack
    signal removed
    signal moved(int step)
    signal sendNow

    property bool waiting: true ///< for an answer to end

    implicitHeight: 36
    Accessible.role: Accessible.ListItem
    Accessible.name: qsTr("Next: %1").arg(root.words)

    Rectangle {
        x: 1
        width: parent.width - 2
        height: parent.height + 10
        radius: Theme.radiusComposer
        color: Theme.colors.window
        border.width: Theme.hairline
        border.color: Theme.colors.line
    }
    Icon {
        x: 16
        y: 11
        width: 14
        height: 14
        name: "clock"
        color: Theme.colors.text2
    }
    Words {
        x: 38
        height: 36
        width: parent.width - 38 - 104
        text: qsTr("Next: %1").arg(root.words.replace(/\s+/g, " "))
        elide: Text.ElideRight
        color: Theme.colors.text2
    }
    IconButton {
        anchors.right: change.left
        y: 4
        visible: !root.waiting && root.index === 0
        iconName: "send"
        iconSize: 14
        text: qsTr("Send now")
        onClicked: root.sendNow()
    }
    IconButton {
        id: change
        anchors.right: remove.left
        y: 4
        iconName: "edit"
        iconSize: 14
        text: qsTr("Edit")
        onClicked: root.takenBack()
        Keys.onPressed: (event) => {
            const step = event.key === Qt.Key_Up ? -1 : event.key === Qt.Key_Down ? 1 : 0;
            if (step === 0 || !(event.modifiers & Qt.AltModifier))
                return;
            event.accepted = true;
            root.moved(step);
        }
    }
    IconButton {
        id: remove
        anchors.right: parent.right
        anchors.rightMargin: 8
        y: 4
        iconName: "close"
        iconSize: 14
        text: qsTr("Do not send")
        onClicked: root.removed()
    }
}
