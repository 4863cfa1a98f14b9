import QtQuick
import QtQuick.Dialogs
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
    property bool modelChoosable: false
    readonly property ModelTag modelTag: tag ///< what the choice of the model is opened from

    readonly property bool composing: draft.inputMethodComposing || draft.preeditText !== ""
    readonly property bool canSend: root.chat.loaded && !root.composing && (draft.text.trim() !== "" || root.chat.files.count > 0)

    property string refusal: "" ///< why something could not be attached or sent

    implicitHeight: queue.height + card.height

    signal sent
    signal schemasWanted
    signal modelWanted

    function pickFiles() { picker.open(); }

    function send() {
        if (!root.canSend)
            return;
        if (!root.chat.send(draft.text)) {
            root.refusal = root.chat.format.problem !== "" ? root.chat.format.problem : qsTr("This does not fit into the context of %L1 tokens. Shorten it, begin a new chat, or let older turns be left out.").arg(root.chat.meter.length);
            return;
        }
        root.refusal = "";
        root.sent();
    }
    function attach(files: list<url>) {
        root.refusal = root.chat.files.addFiles(files);
        draft.forceActiveFocus();
    }
    /// A long text becomes a file. False where it is short enough to be typed.
    function pasteLong(text: string): bool {
        if (!root.chat.files.isLongPaste(text))
            return false;
        root.chat.files.addPaste(text);
        return true;
    }
    function pasteInto() {
        if (Clipboard.hasFiles())
            root.attach(Clipboard.files());
        else if (Clipboard.hasImage() && !Clipboard.hasText())
            root.refusal = qsTr("An image cannot be attached: the model reads text only.");
        else if (!root.pasteLong(Clipboard.text()))
            draft.paste();
    }
    /// A word that is being composed is not lost when another chat is shown: it is kept as it stands.
    function handOver() {
        if (draft.preeditText !== "")
            root.chat.draft = draft.text.slice(0, draft.cursorPosition) + draft.preeditText + draft.text.slice(draft.cursorPosition);
    }
    function show() {
        if (draft.text === root.chat.draft)
            return;
        draft.text = root.chat.draft;
        draft.cursorPosition = draft.length;
    }
    function takeFocus() { draft.forceActiveFocus(); }

    onChatChanged: {
        root.refusal = "";
        root.show();
    }
    Component.onCompleted: root.show()
    Connections {
        target: root.chat
        function onDraftChanged() { root.show(); }
    }

    Column {
        id: queue
        width: parent.width
        Repeater {
            model: root.chat.queue
            QueuedRow {
                width: queue.width
                waiting: root.chat.answering
                onTakenBack: {
                    root.chat.takeQueued(index);
                    draft.forceActiveFocus();
                }
                onRemoved: root.chat.dropQueued(index)
                onMoved: (step) => root.chat.moveQueued(index, index + step)
                onSendNow: root.chat.sendQueued()
            }
        }
    }
    Rectangle {
        id: card
        anchors.bottom: parent.bottom
        width: parent.width
        height: area.y + area.height + 46
        radius: Theme.radiusComposer
        color: Theme.colors.surface
        border.width: Theme.hairline
        border.color: Theme.colors.edge

        Flow {
            id: files
            x: 12
            y: 12
            width: parent.width - 24
            spacing: 8
            visible: root.chat.files.count > 0
            Repeater {
                model: root.chat.files
                FileChip {
                    required property int index
                    required name
                    required tokens
                    removable: true
                    onRemoved: root.chat.files.remove(index)
                }
            }
        }
        Flickable {
            id: area
            x: 16
            y: files.visible ? files.y + files.height + 8 : 10
            width: parent.width - 32
            height: Math.max(Theme.readingLine, Math.min(draft.implicitHeight, root.maximumHeight - y - 46))
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

                onTextChanged: {
                    root.chat.draft = draft.text;
                    root.refusal = "";
                }
                onCursorRectangleChanged: {
                    const box = draft.cursorRectangle;
                    if (box.y < area.contentY)
                        area.contentY = box.y;
                    else if (box.y + box.height > area.contentY + area.height)
                        area.contentY = box.y + box.height - area.height;
                }
                Keys.onPressed: (event) => {
                    if (event.matches(StandardKey.Paste)) {
                        event.accepted = true;
                        root.pasteInto();
                        return;
                    }
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
            x: 8
            anchors.bottom: parent.bottom
            anchors.bottomMargin: 8
            spacing: 8
            IconButton {
                iconName: "attach"
                text: qsTr("Attach text files")
                keys: "Ctrl U"
                onClicked: picker.open()
            }
            ModelTag {
                id: tag
                visible: root.modelName !== ""
                name: root.modelName
                nameWidth: Math.min(180, card.width - 410) // the chips beside it and the button keep their room
                hint: root.modelHint
                choosable: root.modelChoosable
                onClicked: root.modelWanted()
            }
            Chip {
                iconName: "lamp"
                text: qsTr("Think")
                checkable: true
                checked: root.chat.settings.thinking
                hint: root.chat.settings.thinking ? qsTr("The model thinks before it answers")
                                         : qsTr("The model answers at once")
                onToggled: root.chat.settings.thinking = checked
            }
            Chip {
                id: toolChip
                readonly property int count: root.chat.tools.choices.offered
                visible: root.chat.tools.available
                iconName: "tool"
                text: count > 0 ? qsTr("Tools %1").arg(count) : qsTr("Tools")
                checked: count > 0
                hint: pane.visible ? "" : count > 0 ? qsTr("Tools, %Ln on", "", count) : qsTr("Let the model use tools in this chat")
                onClicked: pane.open()
            }
            SchemaChip {
                format: root.chat.format
                onLibraryWanted: root.schemasWanted()
            }
        }
        ToolPane {
            id: pane
            chat: root.chat
            parent: toolChip
            y: -height * Theme.zoom - 6
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
    DropArea {
        id: drop
        anchors.fill: parent
        keys: ["text/uri-list"]
        onDropped: (event) => {
            if (event.hasUrls) {
                event.acceptProposedAction();
                root.attach(event.urls);
            }
        }
        Rectangle {
            anchors.fill: parent
            visible: drop.containsDrag
            radius: Theme.radiusComposer
            color: Theme.colors.accentSoft
            border.width: 2
            border.color: Theme.colors.accent
            Words {
                anchors.centerIn: parent
                text: qsTr("Drop text files here")
                color: Theme.colors.accent
                font: Theme.labelFont
            }
        }
    }
    FileDialog {
        id: picker
        title: qsTr("Attach text files")
        fileMode: FileDialog.OpenFiles
        onAccepted: root.attach(picker.selectedFiles)
    }
}
