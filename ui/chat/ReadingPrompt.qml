import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Theme

// How far the model has read the prompt; in sight only when it takes longer than a moment.
Item {
    id: root

    required property Chat chat
    required property bool waiting

    property bool due: false
    property int seconds: 0
    readonly property bool shown: root.waiting && root.due
    readonly property bool measured: root.chat.promptTotal > 0

    implicitHeight: root.shown ? 56 : 0
    visible: root.shown
    Accessible.role: Accessible.ProgressBar
    Accessible.name: label.text

    onWaitingChanged: {
        root.due = false;
        root.seconds = 0;
    }
    Timer {
        interval: 200
        running: root.waiting && !root.due
        onTriggered: root.due = true
    }
    Timer {
        interval: 1000
        repeat: true
        running: root.shown
        onTriggered: root.seconds += 1
    }
    Words {
        id: label
        height: 20
        text: root.measured ? qsTr("Reading the context") : qsTr("Waiting for the model")
    }
    Words {
        anchors.right: parent.right
        height: 20
        text: root.seconds > 0 ? qsTr("%1 s · Esc cancels").arg(root.seconds) : qsTr("Esc cancels")
        font: Theme.smallFont
        color: Theme.colors.text2
    }
    Rectangle {
        y: 26
        width: parent.width
        height: 4
        radius: 1
        color: Theme.colors.track
        visible: root.measured
        Rectangle {
            id: cached
            width: root.measured ? parent.width * root.chat.promptCached / root.chat.promptTotal : 0
            height: 4
            radius: 1
            color: Theme.colors.dataReserve
        }
        Rectangle {
            x: cached.width > 0 ? cached.width + 1 : 0
            width: root.measured ? Math.max(0, parent.width * root.chat.promptDone / root.chat.promptTotal - x) : 0
            height: 4
            radius: 1
            color: Theme.colors.dataSystem
        }
    }
    Words {
        y: 36
        height: 16
        visible: root.measured
        text: qsTr("%L1 of %L2 tokens, %L3 cached").arg(root.chat.promptDone).arg(root.chat.promptTotal)
              .arg(root.chat.promptCached)
        font: Theme.smallFont
        color: Theme.colors.text2
    }
}
