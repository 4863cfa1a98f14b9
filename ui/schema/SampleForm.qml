import QtQuick
import Hadal.Controls
import Hadal.Forms
import Hadal.Schema

// What is pasted to start a schema: a sample of the answer, a schema, or a tool.
Column {
    id: root

    required property SchemaDocument document
    property bool sample: true
    property string problem: ""

    signal finished

    function takeFocus() { field.takeFocus(); }

    spacing: 12

    Segments {
        name: qsTr("What is pasted")
        choices: [qsTr("A sample of the answer"), qsTr("A schema or a tool")]
        current: root.sample ? 0 : 1
        onChosen: (index) => root.sample = index === 0
    }
    CodeField {
        id: field
        width: parent.width
        name: root.sample ? qsTr("Sample JSON") : qsTr("JSON Schema")
        value: ""
        language: "json"
        minimumHeight: 220
        maximumHeight: 320
        wrong: root.problem !== ""
        onTyped: (text) => {
            field.value = text;
            root.problem = "";
        }
    }
    ProblemLine {
        width: parent.width
        text: root.problem
    }
    Row {
        anchors.right: parent.right
        spacing: 8
        PushButton {
            text: qsTr("Cancel")
            onClicked: root.finished()
        }
        PushButton {
            kind: PushButton.Primary
            text: qsTr("Make the schema")
            enabled: field.value.trim() !== ""
            onClicked: {
                root.problem = root.sample ? root.document.fromSample(field.value) : root.document.fromSchema(field.value);
                if (root.problem === "")
                    root.finished();
            }
        }
    }
}
