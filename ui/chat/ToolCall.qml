import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Forms
import Hadal.Theme

// A call that waits for the person, runs, or asks them something. Focus comes to it by Tab or F6 alone; Ctrl
// Enter runs it only with focus inside.
FocusScope {
    id: root

    required property ToolCard card

    readonly property bool waits: root.card.state === ToolCard.Waiting
    readonly property bool asks: root.card.state === ToolCard.Asking

    implicitHeight: frame.height
    Accessible.role: Accessible.Grouping
    Accessible.name: root.waits ? qsTr("Waits for you: %1").arg(root.card.name)
                   : root.asks ? qsTr("Asks you: %1").arg(root.card.name) : qsTr("Running: %1").arg(root.card.name)
    Accessible.description: root.card.purpose

    function effect(): string {
        return root.card.effect === 0 ? qsTr("Reads") : root.card.effect === 1 ? qsTr("Writes") : qsTr("Deletes");
    }

    Keys.onPressed: (event) => {
        const enter = event.key === Qt.Key_Return || event.key === Qt.Key_Enter;
        if (!enter || !(event.modifiers & Qt.ControlModifier))
            return;
        event.accepted = true;
        if (root.asks)
            root.card.answer();
        else if (root.card.refusing)
            root.card.refuse();
        else
            root.card.run();
    }

    Rectangle {
        id: frame
        width: parent.width
        height: body.height + 24
        radius: Theme.radiusCard
        color: "transparent"
        border.width: Theme.hairline
        border.color: Theme.colors.edge

        Column {
            id: body
            x: 16
            y: 12
            width: parent.width - 32
            spacing: 12

            Item {
                width: parent.width
                height: Math.max(24, heading.height)
                Icon {
                    id: mark
                    y: 5
                    width: 14
                    height: 14
                    name: root.asks ? "chat" : "terminal"
                    color: Theme.colors.text2
                }
                Row {
                    id: heading
                    x: 24
                    width: parent.width - 24
                    spacing: 8
                    Words {
                        id: title
                        height: 24
                        width: Math.min(implicitWidth, heading.width * 0.5)
                        text: root.card.name
                        font: Theme.codeFont
                        elide: Text.ElideRight
                    }
                    Rectangle {
                        width: label.width + 16
                        height: 24
                        radius: 4
                        color: root.card.effect === 0 ? Theme.colors.hover : root.card.effect === 1 ? Theme.colors.carefulSoft : Theme.colors.wrongSoft
                        Words {
                            id: label
                            x: 8
                            height: 24
                            text: root.effect()
                            font: Theme.smallLabelFont
                            color: root.card.effect === 0 ? Theme.colors.text2 : root.card.effect === 1 ? Theme.colors.careful : Theme.colors.wrong
                        }
                    }
                    Words {
                        height: 24
                        width: Math.max(0, Math.min(implicitWidth, heading.width - title.width - label.width - 32))
                        text: root.card.purpose
                        elide: Text.ElideRight
                        color: Theme.colors.text2
                    }
                }
            }
            Words {
                width: parent.width
                visible: root.waits && text !== ""
                text: root.card.note
                wrapMode: Text.Wrap
                color: Theme.colors.careful
            }
            ArgumentEditor {
                width: parent.width
                visible: root.waits
                form: root.card.form
                showsChanges: true
            }
            Row {
                width: parent.width
                visible: root.waits && root.card.sandbox !== ""
                spacing: 8
                Icon {
                    y: 3
                    width: 14
                    height: 14
                    name: "shield"
                    color: Theme.colors.good
                }
                Words {
                    width: parent.width - 22
                    text: root.card.sandbox.charAt(0).toUpperCase() + root.card.sandbox.slice(1)
                    wrapMode: Text.Wrap
                    font: Theme.smallFont
                    color: Theme.colors.text2
                }
            }
            Words {
                width: parent.width
                visible: root.asks
                text: root.card.question
                wrapMode: Text.Wrap
            }
            Row {
                width: parent.width
                visible: root.asks
                spacing: 8
                TextArea {
                    width: parent.width - send.width - 8
                    name: qsTr("Your answer for the model")
                    placeholder: name
                    value: root.card.reply
                    onTyped: (text) => root.card.reply = text
                }
                PushButton {
                    id: send
                    anchors.bottom: parent.bottom
                    kind: PushButton.Primary
                    text: qsTr("Answer")
                    onClicked: root.card.answer()
                }
            }
            Column {
                width: parent.width
                visible: root.card.state === ToolCard.Running
                spacing: 8
                Row {
                    spacing: 8
                    Icon {
                        y: 3
                        width: 14
                        height: 14
                        name: "play"
                        color: Theme.colors.accent
                    }
                    Words {
                        text: qsTr("Running, %1 s").arg(root.card.seconds)
                        color: Theme.colors.accent
                    }
                }
                Words {
                    width: parent.width
                    visible: text !== ""
                    text: root.card.tail
                    font: Theme.codeFont
                    wrapMode: Text.WrapAnywhere
                    maximumLineCount: 6
                    elide: Text.ElideRight
                    color: Theme.colors.text2
                }
            }
            Loader {
                width: parent.width
                active: root.waits
                visible: active
                sourceComponent: ToolCallFoot { card: root.card }
            }
        }
    }
}
