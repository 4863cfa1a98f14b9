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
    readonly property PromptProgress prompt: root.chat.prompt
    readonly property bool measured: root.prompt.total > 0

    function duration(seconds: real): string {
        const whole = Math.max(1, Math.round(seconds));
        return whole < 60 ? qsTr("%1 s").arg(whole) : qsTr("%1 min %2 s").arg(Math.floor(whole / 60)).arg(whole % 60);
    }

    implicitHeight: root.shown ? 56 : 0
    visible: root.shown
    Accessible.role: Accessible.ProgressBar
    Accessible.name: root.measured ? qsTr("%1, %2 %").arg(label.text).arg(Math.floor(100 * root.prompt.done / root.prompt.total)) : label.text

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
        text: root.prompt.secondsLeft >= 0.5 ? qsTr("about %1 left · Esc cancels").arg(root.duration(root.prompt.secondsLeft))
            : root.seconds > 0 ? qsTr("%1 s · Esc cancels").arg(root.seconds) : qsTr("Esc cancels")
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
            width: root.measured ? parent.width * root.prompt.cached / root.prompt.total : 0
            height: 4
            radius: 1
            color: Theme.colors.dataReserve
        }
        Rectangle {
            x: cached.width > 0 ? cached.width + 1 : 0
            width: root.measured ? Math.max(0, parent.width * root.prompt.done / root.prompt.total - x) : 0
            height: 4
            radius: 1
            color: Theme.colors.dataSystem
        }
    }
    Row {
        y: 36
        spacing: 12
        visible: root.measured
        Legend {
            visible: root.prompt.cached > 0
            tone: Theme.colors.dataReserve
            text: qsTr("Known before %L1").arg(root.prompt.cached)
        }
        Legend {
            tone: Theme.colors.dataSystem
            text: qsTr("Read %L1").arg(root.prompt.done - root.prompt.cached)
        }
        Words {
            height: 16
            text: qsTr("of %Ln tokens", "", root.prompt.total)
            font: Theme.smallFont
            color: Theme.colors.text2
        }
    }
    Words {
        y: 36
        anchors.right: parent.right
        height: 16
        visible: root.measured && root.prompt.tokensPerSecond > 0
        text: qsTr("%L1 tokens/s").arg(Math.round(root.prompt.tokensPerSecond))
        font: Theme.smallFont
        color: Theme.colors.text2
    }
}
