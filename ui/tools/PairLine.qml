import QtQuick
import Hadal.Controls
import Hadal.Forms
import Hadal.Theme
import Hadal.Tools

// A variable or a header: its name and its value.
Column {
    id: root

    required property ToolForm form
    required property RowList rows
    required property string part ///< of the form: "headers"
    required property int index
    required property string name
    required property string value

    function takeFocus() { field.forceActiveFocus(Qt.TabFocusReason); }

    readonly property string place: root.part + "." + root.name

    Row {
        width: root.width
        spacing: 8
        Field {
            id: field
            width: 160
            text: root.name
            font: Theme.codeFont
            placeholderText: qsTr("Name")
            wrong: root.form.problems[root.place] !== undefined
            Accessible.name: qsTr("Name %1").arg(root.index + 1)
            onTextEdited: root.rows.setName(root.index, text)
        }
        TemplateField {
            width: parent.width - field.width - 44
            name: qsTr("Value of %1").arg(root.name)
            value: root.value
            names: root.form.parameterNames
            placeholder: qsTr("Value")
            wrong: root.form.problems[root.place] !== undefined
            onTyped: (text) => root.rows.setValue(root.index, text)
        }
        IconButton {
            y: 2
            iconName: "close"
            iconSize: 12
            text: qsTr("Remove %1").arg(root.name)
            onClicked: root.rows.remove(root.index)
        }
    }
    ProblemLine {
        width: root.width
        text: root.form.problems[root.place] ?? root.form.warnings[root.place] ?? ""
        careful: root.form.problems[root.place] === undefined
    }
}
