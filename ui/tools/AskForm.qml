import QtQuick
import Hadal.Forms
import Hadal.Tools

// The person answers.
Labelled {
    id: root

    required property ToolForm form

    label: qsTr("Question")
    hint: qsTr("You type the result. Without a question the arguments are shown.")
    problem: root.form.problems.question ?? ""
    TemplateField {
        width: parent.width
        lines: true
        name: qsTr("Question")
        value: root.form.question
        names: root.form.parameterNames
        wrong: root.form.problems.question !== undefined
        onTyped: (text) => root.form.question = text
    }
}
