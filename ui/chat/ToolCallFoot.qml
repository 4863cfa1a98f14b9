import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Theme

// How far a permission goes, refusing with words, and running.
Column {
    id: root

    required property ToolCard card

    readonly property list<string> scopes: root.card.canAlways ? [qsTr("Once"), qsTr("This chat"), qsTr("Always"), qsTr("Never")]
                                                               : [qsTr("Once"), qsTr("This chat"), qsTr("Never")]
    function scopeAt(index: int): int {
        return !root.card.canAlways && index === 2 ? ToolCard.Never : index;
    }
    readonly property bool never: root.card.scope === ToolCard.Never
    readonly property bool limited: root.card.scope === ToolCard.Chat || root.card.scope === ToolCard.Always

    spacing: 8

    Line {
        x: -16
        width: parent.width + 32
        height: Theme.hairline
        color: Theme.colors.line
    }
    Segments {
        visible: root.limited && root.card.limits.length > 1
        width: Math.min(implicitWidth, parent.width)
        name: qsTr("Which calls are allowed")
        choices: root.card.limits
        current: root.card.limit
        onChosen: (index) => root.card.limit = index
    }
    Row {
        width: parent.width
        visible: root.card.refusing
        spacing: 8
        Field {
            id: words
            width: parent.width - send.width - 8
            text: root.card.words
            placeholderText: qsTr("Why, for the model (may be left empty)")
            Accessible.name: qsTr("Words for the model")
            onTextEdited: root.card.words = text
            onAccepted: root.card.refuse()
            Keys.onEscapePressed: {
                root.card.refusing = false;
                refuse.forceActiveFocus(Qt.TabFocusReason);
            }
        }
        PushButton {
            id: send
            text: qsTr("Refuse")
            onClicked: root.card.refuse()
        }
    }
    Flow {
        id: foot
        width: parent.width
        spacing: 8
        Words {
            id: allow
            height: 32
            text: qsTr("Allow")
            color: Theme.colors.text2
        }
        Segments {
            id: scope
            name: qsTr("Allow")
            choices: root.scopes
            current: !root.card.canAlways && root.never ? 2 : root.card.scope
            onChosen: (index) => root.card.scope = root.scopeAt(index)
        }
        Item {
            width: Math.max(0, foot.width - allow.width - scope.width - buttons.width - 24)
            height: 1
            visible: width > 0
        }
        Row {
            id: buttons
            spacing: 8
            PushButton {
                id: refuse
                visible: !root.card.refusing
                text: qsTr("Refuse…")
                onClicked: {
                    root.card.refusing = true;
                    words.forceActiveFocus(Qt.TabFocusReason);
                }
            }
            PushButton {
                visible: !root.never
                kind: PushButton.Primary
                enabled: root.card.form.valid
                text: qsTr("Run  Ctrl ↵")
                Accessible.name: qsTr("Run")
                onClicked: root.card.run()
            }
            PushButton {
                visible: root.never
                kind: PushButton.Danger
                text: qsTr("Never run it")
                onClicked: root.card.refuse()
            }
        }
    }
}
