import QtQuick
import Hadal.Forms
import Hadal.Tools

// A function in JavaScript.
Labelled {
    id: root

    required property ToolForm form

    label: qsTr("JavaScript")
    hint: qsTr("run(arguments) is called, and what it returns is the result. It has no files and no network. Esc leaves the editor.")
    problem: root.form.problems.source ?? ""
    CodeField {
        width: parent.width
        name: qsTr("JavaScript")
        language: "javascript"
        value: root.form.source
        wrong: root.form.problems.source !== undefined
        minimumHeight: 160
        onTyped: (text) => root.form.source = text
    }
}
