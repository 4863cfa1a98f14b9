import QtQuick
import Hadal.Controls
import Hadal.Forms
import Hadal.Schema
import Hadal.Theme

// All that the form knows of the chosen field.
Item {
    id: root

    required property SchemaDocument document

    readonly property bool named: root.document.place === FieldModel.Property || root.document.place === FieldModel.Definition
    readonly property real half: (root.width - 12) / 2
    property string problem: ""

    signal lineWanted(string pointer)

    function takeName() {
        if (!root.named)
            return;
        name.forceActiveFocus(Qt.TabFocusReason);
        name.selectAll();
    }

    implicitHeight: body.height

    Flow {
        id: body
        width: parent.width
        spacing: 12
        enabled: root.document.readable

        Labelled {
            width: root.half
            visible: root.named
            label: qsTr("Name")
            problem: root.problem
            Field {
                id: name
                width: parent.width
                text: root.document.name
                font: Theme.codeFont
                Accessible.name: qsTr("Name")
                onTextEdited: root.problem = ""
                onEditingFinished: {
                    root.problem = text === root.document.name ? "" : root.document.rename(text);
                    if (root.problem === "")
                        text = Qt.binding(() => root.document.name);
                }
                Keys.onEscapePressed: (event) => {
                    root.problem = "";
                    event.accepted = text !== root.document.name;
                    text = Qt.binding(() => root.document.name);
                }
            }
        }
        Labelled {
            width: root.half
            label: qsTr("Type")
            Select {
                width: parent.width
                name: qsTr("Type")
                choices: FieldWords.kinds
                current: root.document.kind
                placeholder: FieldWords.kind(root.document.kind)
                onChosen: (index) => root.problem = root.document.setKind(index)
            }
        }
        Labelled {
            width: 84
            visible: root.document.place === FieldModel.Property
            label: qsTr("Required")
            Item {
                width: parent.width
                implicitHeight: 28
                Switch {
                    text: qsTr("Required")
                    checked: root.document.required
                    onClicked: root.problem = root.document.setRequired(checked)
                }
            }
        }
        Labelled {
            width: 110
            visible: root.document.kind !== FieldModel.Any && root.document.kind !== FieldModel.Null
                     && root.document.kind !== FieldModel.Nothing
            label: qsTr("May be null")
            Item {
                width: parent.width
                implicitHeight: 28
                Switch {
                    text: qsTr("May be null")
                    checked: root.document.nullable
                    onClicked: root.problem = root.document.setNullable(checked)
                }
            }
        }
        Repeater {
            model: root.document.keywords
            KeywordField {
                document: root.document
                width: wide ? root.width : root.half
            }
        }
        Item {
            width: root.width
            height: keptWords.height
            visible: root.document.kept.length > 0
            Icon {
                y: 2
                width: 14
                height: 14
                name: "code"
                color: Theme.colors.text3
            }
            Words {
                id: keptWords
                x: 22
                width: parent.width - 120
                text: qsTr("Kept as it is: %1").arg(Array.from(root.document.kept).join(", "))
                font: Theme.smallFont
                color: Theme.colors.text2
                wrapMode: Text.Wrap
            }
            PushButton {
                anchors.right: parent.right
                y: -6
                implicitHeight: 28
                kind: PushButton.Quiet
                text: qsTr("Show the code")
                onClicked: root.lineWanted(root.document.current)
            }
        }
    }
    Connections {
        target: root.document
        function onCurrentChanged() { root.problem = ""; }
    }
}
