import QtQuick
import Hadal.Controls
import Hadal.Forms
import Hadal.Theme
import Hadal.Tools

// An HTTP request in which arguments stand.
Column {
    id: root

    required property ToolForm form

    readonly property list<string> methods: ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"]

    spacing: 12

    Labelled {
        width: parent.width
        label: qsTr("Request")
        hint: qsTr("What stands for an argument is encoded: it cannot change the host.")
        problem: root.form.problems.url ?? root.form.problems.method ?? ""
        Row {
            width: parent.width
            spacing: 8
            Select {
                id: method
                implicitWidth: 104
                name: qsTr("Method")
                choices: root.methods
                current: root.methods.indexOf(root.form.method)
                placeholder: root.form.method
                choiceFont: Theme.codeFont
                wrong: root.form.problems.method !== undefined
                onChosen: (index) => root.form.method = root.methods[index]
            }
            TemplateField {
                width: parent.width - method.width - 8
                name: qsTr("Address")
                value: root.form.url
                names: root.form.parameterNames
                placeholder: "https://example.org/items?q={{query}}"
                wrong: root.form.problems.url !== undefined
                onTyped: (text) => root.form.url = text
            }
        }
    }
    ProblemLine {
        width: parent.width
        careful: true
        text: root.form.warnings.url ?? ""
    }
    PairLines {
        width: parent.width
        label: qsTr("Headers")
        form: root.form
        rows: root.form.headers
        part: "headers"
        addText: qsTr("Add a header")
    }
    Labelled {
        width: parent.width
        label: qsTr("Body")
        problem: root.form.problems.body ?? ""
        hint: root.form.warnings.body ?? qsTr("In JSON, arguments are written as JSON.")
        TemplateField {
            width: parent.width
            lines: true
            name: qsTr("Body")
            value: root.form.body
            names: root.form.parameterNames
            wrong: root.form.problems.body !== undefined
            onTyped: (text) => root.form.body = text
        }
    }
}
