import QtQuick
import QtQuick.Templates as T
import Hadal.Chat
import Hadal.Controls
import Hadal.Theme

// How much of the context is used, and for what.
Item {
    id: root

    required property ContextMeter meter

    readonly property bool nearlyFull: root.meter.length > 0 && root.meter.used >= 0.9 * root.meter.length

    component Part: QtObject {
        required property string name
        required property int tokens
        required property color tone
    }
    readonly property list<Part> parts: [
        Part { name: qsTr("System"); tokens: root.meter.system; tone: Theme.colors.dataSystem },
        Part { name: qsTr("Tools"); tokens: root.meter.tools; tone: Theme.colors.dataTools },
        Part { name: qsTr("History"); tokens: root.meter.history; tone: Theme.colors.dataHistory },
        Part { name: qsTr("Thinking"); tokens: root.meter.thinking; tone: Theme.colors.dataThinking },
        Part { name: qsTr("Draft"); tokens: root.meter.draft; tone: Theme.colors.dataDraft },
        Part { name: qsTr("Reserve"); tokens: root.meter.reserve; tone: Theme.colors.dataReserve }
    ]

    function count(tokens: int): string {
        if (tokens < 1000)
            return String(tokens);
        const thousands = tokens / 1000;
        return qsTr("%1k").arg(thousands < 100 ? thousands.toFixed(1).replace(/\.0$/, "") : Math.round(thousands));
    }

    readonly property string warning: !root.meter.fits ? qsTr("Does not fit: %1 of %2").arg(root.count(root.meter.used)).arg(root.count(root.meter.length))
        : root.meter.leftOutTurns > 0 ? qsTr("%Ln turns will be left out", "", root.meter.leftOutTurns)
        : root.nearlyFull ? qsTr("%1 of %2, nearly full").arg(root.count(root.meter.used)).arg(root.count(root.meter.length)) : ""
    readonly property string hint: !root.meter.fits ? qsTr("The next message does not fit into the context. Shorten it, or choose what to leave out.")
        : root.meter.leftOutTurns > 0 ? qsTr("The next request leaves out %Ln tokens of older turns, shown pale.", "", root.meter.leftOutTokens)
        : root.meter.estimated ? qsTr("What the next request will hold, estimated: only the endpoint knows its tokenizer. Reserve is kept free for the answer.")
        : qsTr("What the next request will hold. Reserve is kept free for the answer.")

    signal opened

    function spoken(): string {
        let words = "";
        for (let i = 0; i < root.parts.length; ++i) {
            if (root.parts[i].tokens > 0)
                words += (words === "" ? "" : ", ") + root.parts[i].name + " " + root.parts[i].tokens;
        }
        return words;
    }

    implicitHeight: 28
    opacity: root.meter.length > 0 ? 1 : 0
    Accessible.role: Accessible.Grouping
    Accessible.name: qsTr("Context")

    Rectangle {
        id: track
        width: parent.width
        height: 4
        radius: 1
        color: Theme.colors.track
        Row {
            spacing: 1
            Repeater {
                model: root.parts
                Rectangle {
                    required property Part modelData
                    visible: modelData.tokens > 0
                    width: Math.max(3, (track.width - 4) * modelData.tokens / Math.max(1, root.meter.length))
                    height: 4
                    radius: 1
                    color: modelData.tone
                }
            }
        }
    }
    Row {
        y: 12
        spacing: 12
        visible: root.width > 420
        Repeater {
            model: root.parts
            Legend {
                id: entry
                required property Part modelData
                visible: entry.modelData.tokens > 0
                tone: entry.modelData.tone
                text: entry.modelData.name + " " + root.count(entry.modelData.tokens)
            }
        }
    }
    Words {
        anchors.right: parent.right
        y: 12
        height: 16
        text: root.warning !== "" ? root.warning
            : (root.meter.estimated ? qsTr("about %1 of %2") : qsTr("%1 of %2")).arg(root.count(root.meter.used)).arg(root.count(root.meter.length))
        font: Theme.smallFont
        color: root.warning !== "" ? Theme.colors.careful : Theme.colors.text2
    }
    T.AbstractButton {
        id: button
        anchors.fill: parent
        anchors.topMargin: -4
        hoverEnabled: true
        focusPolicy: Qt.TabFocus
        text: qsTr("Context: %1 of %2 tokens").arg(root.meter.used).arg(root.meter.length)
        Accessible.name: button.text
        Accessible.role: Accessible.Button
        Accessible.description: root.spoken()
        background: FocusRing { shown: button.visualFocus }
        onClicked: root.opened()
        Tip {
            shown: (button.hovered || button.visualFocus) && !button.down
            text: root.hint
        }
    }
}
