import QtQuick
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

    implicitHeight: 28
    opacity: root.meter.length > 0 ? 1 : 0
    Accessible.role: Accessible.Indicator
    Accessible.name: qsTr("Context: %1 of %2 tokens").arg(root.meter.used).arg(root.meter.length)

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
            Row {
                id: entry
                required property Part modelData
                visible: entry.modelData.tokens > 0
                spacing: 6
                Rectangle {
                    y: 5
                    width: 6
                    height: 6
                    radius: 1
                    color: entry.modelData.tone
                }
                Words {
                    height: 16
                    text: entry.modelData.name + " " + root.count(entry.modelData.tokens)
                    font: Theme.smallFont
                    color: Theme.colors.text2
                }
            }
        }
    }
    Words {
        anchors.right: parent.right
        y: 12
        height: 16
        text: root.nearlyFull ? qsTr("%1 of %2, nearly full").arg(root.count(root.meter.used)).arg(root.count(root.meter.length))
                              : qsTr("%1 of %2").arg(root.count(root.meter.used)).arg(root.count(root.meter.length))
        font: Theme.smallFont
        color: root.nearlyFull ? Theme.colors.careful : Theme.colors.text2
    }
}
