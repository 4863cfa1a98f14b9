import QtQuick
import Hadal.Forms
import Hadal.Tools

// The schema of the arguments.
Labelled {
    id: root

    required property ToolForm form

    label: qsTr("Parameters")
    hint: root.form.warnings.parameters ?? qsTr("A JSON Schema of an object. Esc leaves the editor.")
    problem: root.form.problems.parameters ?? ""
    CodeField {
        width: parent.width
        name: qsTr("Parameters")
        language: "json"
        value: root.form.parameters
        wrong: root.form.problems.parameters !== undefined
        wrongLine: root.form.parametersLine
        onTyped: (text) => root.form.parameters = text
    }
}
