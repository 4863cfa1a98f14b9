import QtQuick
import Hadal.Controls
import Hadal.Inside
import Hadal.Theme

// How fast the model writes, what it reads for that, and what memory the program takes.
Column {
    id: root

    required property SpeedHistory history
    property bool table: false ///< numbers in place of lines

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
        table: root.table
        values: root.history.tokens
    }
    SpeedRow {
        width: parent.width
        visible: root.history.tokens.length > 0 && root.history.bytesPerToken > 0
        name: qsTr("Weights read")
        table: root.table
        unit: 1e9
        digits: 1
        unitName: qsTr("%1 GB/s")
        values: root.history.bytes
    }
    SpeedRow {
        width: parent.width
        visible: root.history.memory.length > 0
        name: qsTr("Memory of Hadal")
        table: root.table
        unit: 1073741824
        digits: 2
        unitName: qsTr("%1 GiB")
        values: root.history.memory
    }
}
