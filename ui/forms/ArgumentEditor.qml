import QtQuick
import Hadal.Controls
import Hadal.Forms
import Hadal.Theme

// The arguments of a call, as a form made from the tool's schema, or as JSON text.
Column {
    id: root

    required property ArgumentForm form
    property bool showsChanges: false ///< marks what differs from the value that was given
    property bool asText: false

    spacing: 8

    Words {
        visible: root.form.count === 0 && !root.asText
        height: 32
        text: qsTr("No arguments")
        color: Theme.colors.text3
    }
    Repeater {
        model: root.asText ? null : root.form
        ArgumentRow {
            width: root.width
            form: root.form
            showsChanges: root.showsChanges
        }
    }
    Loader {
        width: parent.width
        active: root.asText
        visible: active
        sourceComponent: CodeField {
            id: code
            name: qsTr("Arguments as JSON")
            language: "json"
            value: ""
            wrong: !root.form.valid
            Component.onCompleted: value = root.form.text
            onTyped: (text) => root.form.text = text
        }
    }
    ProblemLine {
        width: parent.width
        text: root.asText ? root.form.allProblems : root.form.problem
    }
}
