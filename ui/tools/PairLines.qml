import QtQuick
import Hadal.Controls
import Hadal.Forms
import Hadal.Tools

// Variables or headers, and a way to add one.
Labelled {
    id: root

    required property ToolForm form
    required property RowList rows
    required property string part
    required property string addText

    Repeater {
        id: lines
        model: root.rows
        PairLine {
            width: root.width
            form: root.form
            rows: root.rows
            part: root.part
        }
    }
    PushButton {
        kind: PushButton.Quiet
        implicitHeight: 28
        iconName: "plus"
        text: root.addText
        onClicked: (lines.itemAt(root.rows.add()) as PairLine).takeFocus()
    }
}
