import QtQuick
import Hadal.Controls
import Hadal.Theme

// A label, the control under it, and below a hint or what is wrong.
Column {
    id: root

    required property string label
    property string hint: ""
    property string problem: ""

    spacing: 6

    Words {
        width: parent.width
        height: 18
        text: root.label
        elide: Text.ElideRight
        font: Theme.smallLabelFont
        color: Theme.colors.text2
    }
    // What is declared inside stands here; the lines below come after it.
    default property alias content: body.data
    Column {
        id: body
        width: root.width
        spacing: 6
    }
    Words {
        visible: root.hint !== "" && root.problem === ""
        width: parent.width
        text: root.hint
        font: Theme.smallFont
        color: Theme.colors.text3
        wrapMode: Text.Wrap
    }
    ProblemLine {
        width: parent.width
        text: root.problem
    }
}
