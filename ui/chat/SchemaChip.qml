import QtQuick
import QtQuick.Templates as T
import Hadal.Chat
import Hadal.Controls
import Hadal.Theme

// What the answers must be: free text, any JSON, or a schema of the library.
Chip {
    id: root

    required property AnswerFormat format

    signal libraryWanted

    iconName: root.format.problem === "" ? "braces" : "warn"
    text: root.format.mode === AnswerFormat.Schema ? root.format.name
        : root.format.mode === AnswerFormat.AnyJson ? qsTr("Any JSON") : qsTr("Schema")
    checked: root.format.mode !== AnswerFormat.Off
    hint: menu.visible ? "" : root.format.problem !== "" ? root.format.problem : root.format.note !== "" ? root.format.note
        : root.format.mode === AnswerFormat.Off ? qsTr("Answers are free text")
        : root.format.mode === AnswerFormat.AnyJson ? qsTr("Answers are one JSON object; thinking stays free text")
                                                    : qsTr("Answers follow this schema; thinking stays free text")
    Accessible.name: root.checked ? qsTr("Schema, %1").arg(root.text) : qsTr("Schema, off")
    onClicked: menu.open()

    Menu {
        id: menu
        y: -height - 4
        MenuRow {
            iconName: root.format.mode === AnswerFormat.Off ? "check" : ""
            text: qsTr("Free text")
            onTriggered: root.format.choose(AnswerFormat.Off)
        }
        MenuRow {
            iconName: root.format.mode === AnswerFormat.AnyJson ? "check" : ""
            text: qsTr("Any JSON")
            onTriggered: root.format.choose(AnswerFormat.AnyJson)
        }
        Repeater {
            model: root.format.names
            MenuRow {
                id: row
                required property string modelData
                iconName: root.format.mode === AnswerFormat.Schema && root.format.name === row.modelData ? "check" : "braces"
                text: row.modelData
                onTriggered: root.format.choose(AnswerFormat.Schema, row.modelData)
            }
        }
        MenuRow {
            iconName: "edit"
            text: qsTr("Edit schemas…")
            onTriggered: root.libraryWanted()
        }
    }
}
