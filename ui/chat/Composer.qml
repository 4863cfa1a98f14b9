import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Markdown
import Hadal.Theme

// Where the next message is written. It is always open: a message sent while an answer is being written waits
// in the queue above.
FocusScope {
    id: root

    required property Chat chat
    required property string modelName
    required property string modelHint
    required property real maximumHeight
    property string placeholder: ""

    readonly property bool composing: draft.inputMethodComposing || draft.preeditText !== ""
    readonly property bool canSend: root.chat.loaded && draft.text.trim() !== "" && !root.composing

    implicitHeight: queue.height + card.height

    signal sent

    function send() {
        if (!root.canSend)
            return;
        const text = draft.text;
        draft.clear();
        root.chat.draft = "";
        root.chat.send(text);
        root.sent();
    }
    function takeUp(text: string) {
        draft.text = text;
        draft.cursorPosition = draft.length;
        draft.forceActiveFocus();
    }
    function show() {
        draft.text = root.chat.draft;
        draft.cursorPosition = draft.length;
    }

    onChatChanged: root.show()
    Component.onCompleted: root.show()

    Column {
        id: queue
        width: parent.width
        Repeater {
            model: root.chat.queue
            QueuedRow {
                width: queue.width
                onTakenBack: {
                    const text = words;
                    root.chat.dropQueued(index);
                    root.takeUp(text);
                }
                onRemoved: root.chat.dropQueued(index)
            }
        }
    }
    Rectangle {
        id: card
        anchors.bottom: parent.bottom
        width: parent.width
        height: area.height + 56
        radius: Theme.radiusComposer
        color: Theme.colors.surface
        border.width: 1
        border.color: Theme.colors.edge

        Flickable {
            id: area
            x: 16
            y: 10
            width: parent.width - 32
            height: Math.max(Theme.readingLine, Math.min(draft.implicitHeight, root.maximumHeight - 56))
            contentWidth: width
            contentHeight: draft.implicitHeight
            clip: true
            interactive: false

            TextEdit {
                id: draft
                width: area.width
                focus: true
                textFormat: TextEdit.PlainText
                renderType: Theme.renderType
                wrapMode: TextEdit.Wrap
                selectByMouse: true
                font: Theme.readingFont
                color: Theme.colors.text
                selectionColor: Theme.colors.accentSoft
                selectedTextColor: Theme.colors.text
                cursorDelegate: Rectangle {
                    width: 2
                    color: Theme.colors.accent
                    visible: draft.cursorVisible
                }
                Accessible.role: Accessible.EditableText
                Accessible.name: qsTr("Message")
                Accessible.multiLine: true

                onTextChanged: root.chat.draft = draft.text
                onCursorRectangleChanged: {
                    const box = draft.cursorRectangle;
                    if (box.y < area.contentY)
                        area.contentY = box.y;
                    else if (box.y + box.height > area.contentY + area.height)
                        area.contentY = box.y + box.height - area.height;
                }
                Keys.onPressed: (event) => {
                    const enter = event.key === Qt.Key_Return || event.key === Qt.Key_Enter;
                    if (!enter || (event.modifiers & Qt.ShiftModifier))
                        return;
                    event.accepted = true;
                    if (!root.composing) // else Enter belongs to the input method
                        root.send();
                }

                LineSpacing {
                    document: draft.textDocument
                    height: Theme.readingLine
                }
                Text {
                    visible: draft.text === "" && draft.preeditText === ""
                    y: Theme.readingLine - height // where the draft's own first line stands
                    width: draft.width
                    text: root.placeholder
                    renderType: Theme.renderType
                    textFormat: Text.PlainText
                    elide: Text.ElideRight
                    font: draft.font
                    color: Theme.colors.text3
                }
            }
            WheelHandler {
                target: null
                enabled: area.contentHeight > area.height
                onWheel: (event) => area.contentY = Math.max(0, Math.min(area.contentHeight - area.height,
                                                             area.contentY - event.angleDelta.y * 0.4))
            }
        }
        Row {
            x: 12
            anchors.bottom: parent.bottom
            anchors.bottomMargin: 8
            spacing: 8
            ModelTag {
                visible: root.modelName !== ""
                name: root.modelName
                hint: root.modelHint
            }
            Chip {
                iconName: "lamp"
                text: qsTr("Think")
                checkable: true
                checked: root.chat.thinking
                hint: root.chat.thinking ? qsTr("The model thinks before it answers")
                                         : qsTr("The model answers at once")
                onToggled: root.chat.thinking = checked
            }
        }
        SendButton {
            anchors.right: parent.right
            anchors.rightMargin: 8
            anchors.bottom: parent.bottom
            anchors.bottomMargin: 8
            answering: root.chat.answering
            enabled: root.chat.answering || root.canSend
            onClicked: root.chat.answering ? root.chat.stop() : root.send()
        }
    }
}
