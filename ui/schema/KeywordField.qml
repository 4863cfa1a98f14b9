import QtQuick
import Hadal.Controls
import Hadal.Forms
import Hadal.Schema
import Hadal.Theme

// One keyword of the chosen field.
Labelled {
    id: root

    required property SchemaDocument document
    required property string keyword
    required property string value
    required property int editor
    required property string finding

    readonly property bool wide: root.editor === KeywordModel.Paragraph || root.editor === KeywordModel.Values || root.keyword === "pattern"
                                 || root.keyword === "$ref"
    readonly property list<string> formats: ["", "date-time", "date", "time", "duration", "email", "hostname", "ipv4",
                                             "ipv6", "uuid", "uri", "uri-reference", "json-pointer", "regex"]

    function set(text: string) {
        root.problem = root.document.setKeyword(root.keyword, text);
    }

    label: FieldWords.keyword(root.keyword, root.document.kind)
    spacing: 4

    Loader {
        width: parent.width
        sourceComponent: root.editor === KeywordModel.Paragraph || root.editor === KeywordModel.Values ? lines
                       : root.editor === KeywordModel.Switch ? toggle : root.editor === KeywordModel.Format ? format
                       : root.editor === KeywordModel.Reference ? reference : line
    }
    ProblemLine {
        width: parent.width
        careful: true
        text: root.problem === "" ? root.finding : ""
    }
    Component {
        id: line
        Field {
            text: root.value
            font: root.keyword === "pattern" ? Theme.codeFont : Theme.uiFont
            Accessible.name: root.label
            onTextEdited: root.set(text)
            onEditingFinished: {
                text = Qt.binding(() => root.value);
                root.problem = "";
            }
        }
    }
    Component {
        id: lines
        TextArea {
            name: root.label
            value: root.value
            implicitHeight: root.editor === KeywordModel.Values ? 84 : 64
            onTyped: (text) => root.set(text)
        }
    }
    Component {
        id: toggle
        Item {
            implicitHeight: 28
            Switch {
                text: root.label
                checked: root.value !== ""
                onClicked: root.set(checked ? "on" : "")
            }
        }
    }
    Component {
        id: format
        Select {
            readonly property list<string> all: root.formats.includes(root.value) ? root.formats : Array.from(root.formats).concat([root.value])
            name: root.label
            choices: Array.from(all).map((name) => name === "" ? qsTr("any") : name)
            current: all.indexOf(root.value)
            onChosen: (index) => root.set(all[index])
        }
    }
    Component {
        id: reference
        Select {
            readonly property list<string> all: root.document.definitions.includes(root.value) ? root.document.definitions
                                                                                              : Array.from(root.document.definitions).concat([root.value])
            name: root.label
            choices: Array.from(all).map((name) => name === "#" ? qsTr("the whole schema") : name)
            choiceFont: Theme.codeFont
            current: all.indexOf(root.value)
            onChosen: (index) => root.set(all[index])
        }
    }
}
