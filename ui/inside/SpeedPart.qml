import QtQuick
import Hadal.Controls
import Hadal.Inside
import Hadal.Theme

// How fast the model writes, what it reads for that, and what memory the program takes.
Column {
    id: root

    required property SpeedHistory history

    function last(values: list<real>): real {
        return values.length > 0 ? values[values.length - 1] : 0;
    }

    spacing: 10

    PartHead {
        width: parent.width
        name: qsTr("Speed")
        note: root.history.tokens.length > 0 ? qsTr("last 60 s of writing") : ""
    }
    Words {
        width: parent.width
        visible: root.history.tokens.length === 0
        wrapMode: Text.Wrap
        color: Theme.colors.text2
        text: qsTr("Three lines appear here while an answer is being written.")
    }
    SpeedRow {
        width: parent.width
        visible: root.history.tokens.length > 0
        name: qsTr("Tokens a second")
        now: root.last(root.history.tokens).toFixed(0)
        values: root.history.tokens
    }
    SpeedRow {
        width: parent.width
        visible: root.history.tokens.length > 0 && root.history.bytesPerToken > 0
        name: qsTr("Weights read")
        now: qsTr("%1 GB/s").arg((root.last(root.history.bytes) / 1e9).toFixed(1))
        values: root.history.bytes
    }
    SpeedRow {
        width: parent.width
        visible: root.history.memory.length > 0
        name: qsTr("Memory of Hadal")
        now: qsTr("%1 GiB").arg((root.last(root.history.memory) / 1073741824).toFixed(2))
        values: root.history.memory
    }
}
