import QtQuick
import Hadal.Controls
import Hadal.Forms
import Hadal.Theme

// The control that fits one value.
Loader {
    id: root

    required property string name
    required property int kind
    required property string value
    required property bool flag
    required property list<string> choices
    required property int choice
    required property bool wrong

    signal typed(string text)
    signal turned(bool on)
    signal chosen(int index)
    signal itemWanted

    function takeFocus() {
        const inside = root.item as Item;
        if (inside)
            inside.forceActiveFocus(Qt.TabFocusReason);
    }

    sourceComponent: root.kind === ArgumentForm.Boolean ? toggle
                   : root.kind === ArgumentForm.Choice ? menu
                   : root.kind === ArgumentForm.List ? add
                   : root.kind === ArgumentForm.Object ? null
                   : root.kind === ArgumentForm.JsonText ? json
                   : root.kind === ArgumentForm.Text && root.value.includes("\n") ? lines : line

    Component {
        id: line
        Field {
            text: root.value
            wrong: root.wrong
            font: Theme.codeFont
            inputMethodHints: root.kind === ArgumentForm.Text ? Qt.ImhNone : Qt.ImhFormattedNumbersOnly
            Accessible.name: root.name
            onTextEdited: root.typed(text)
        }
    }
    Component {
        id: lines
        TextArea {
            name: root.name
            value: root.value
            wrong: root.wrong
            onTyped: (text) => root.typed(text)
        }
    }
    Component {
        id: json
        CodeField {
            name: root.name
            value: root.value
            language: "json"
            wrong: root.wrong
            minimumHeight: 38
            maximumHeight: 160
            onTyped: (text) => root.typed(text)
        }
    }
    Component {
        id: toggle
        FocusScope {
            implicitHeight: 32
            Switch {
                y: 2
                focus: true
                text: root.name
                checked: root.flag
                onToggled: root.turned(checked)
            }
        }
    }
    Component {
        id: menu
        Select {
            name: root.name
            choices: root.choices
            current: root.choice
            placeholder: qsTr("Choose")
            choiceFont: Theme.codeFont
            wrong: root.wrong
            onChosen: (index) => root.chosen(index)
        }
    }
    Component {
        id: add
        FocusScope {
            implicitHeight: 32
            PushButton {
                focus: true
                kind: PushButton.Quiet
                iconName: "plus"
                text: qsTr("Add an item")
                Accessible.name: qsTr("Add an item to %1").arg(root.name)
                onClicked: root.itemWanted()
            }
        }
    }
}
