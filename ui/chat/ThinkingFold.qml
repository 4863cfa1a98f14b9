import QtQuick
import QtQuick.Templates as T
import Hadal.Controls
import Hadal.Markdown
import Hadal.Theme

// What the model thought, behind one line. It opens and closes only by the reader's hand.
Column {
    id: root

    required property MessageBlocks thoughts
    property PassageMarks marks: null ///< under the words; null: none
    property string message: ""       ///< by which the marks know the text
    required property bool open
    required property bool running
    required property bool latest
    property bool sentBack: false
    required property real seconds
    required property int tokens
    property real viewTop: -Infinity
    property real viewBottom: Infinity

    signal toggled(bool open)
    signal copied(string text)
    signal reshaped

    property int runningSeconds: 0

    function duration(seconds: real): string {
        const whole = Math.round(seconds);
        return seconds < 1 ? qsTr("%1 s").arg(Math.max(0.1, seconds).toFixed(1)) : whole < 60 ? qsTr("%1 s").arg(whole) : qsTr("%1 min %2 s").arg(Math.floor(whole / 60)).arg(whole % 60);
    }

    Timer {
        interval: 1000
        repeat: true
        running: root.running
        onTriggered: root.runningSeconds += 1
    }

    T.AbstractButton {
        id: head
        x: -6
        implicitHeight: 28
        implicitWidth: implicitContentWidth + 12
        hoverEnabled: true
        focusPolicy: Qt.TabFocus
        text: root.running ? qsTr("Thinking")
            : root.seconds > 0 ? qsTr("Thought for %1").arg(root.duration(root.seconds)) : qsTr("Thought")
        Accessible.role: Accessible.Button
        Accessible.name: head.text
        Accessible.description: root.open ? qsTr("Open") : qsTr("Folded")
        background: Ground { control: head }
        contentItem: ThinkingLine {
            title: head.text
            open: root.open
            running: root.running
            detail: root.running ? qsTr("%1 s").arg(root.runningSeconds)
                  : root.tokens === 0 ? ""
                  : (root.sentBack ? qsTr("· %L1 tokens, sent back") : root.latest ? qsTr("· %L1 tokens, dropped when you reply") : qsTr("· %L1 tokens, not sent back"))
                    .arg(root.tokens)
        }
        onClicked: {
            root.reshaped();
            root.toggled(!root.open);
        }
    }
    Item {
        id: shelf
        width: parent.width
        clip: unfold.running
        visible: height > 0
        height: root.open ? body.height + 6 : 0

        Behavior on height {
            id: glide
            enabled: false
            NumberAnimation {
                id: unfold
                duration: Theme.fold
                easing.type: Easing.OutCubic
                onRunningChanged: if (!running) glide.enabled = false
            }
        }
        BlockList {
            id: body
            x: 20
            width: parent.width - 20
            blocks: root.thoughts
            marks: root.marks
            message: root.message
            reasoning: true
            viewTop: root.viewTop - shelf.y
            viewBottom: root.viewBottom - shelf.y
            font: Theme.thinkingFont
            color: Theme.colors.text2
            line: 22
            hanLine: 24
            onCopied: (text) => root.copied(text)
            onReshaped: root.reshaped()
        }
    }
    Connections {
        target: head
        function onPressed() { glide.enabled = Theme.fold > 0; }
    }
}
