import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Markdown
import Hadal.Theme

// The conversation, or its beginning, with the composer and the context bar below.
FocusScope {
    id: root

    required property Workspace workspace
    property real sideMargin: 32
    property PassageMarks passages: null ///< under the words of the conversation; null: none
    property bool modelChoosable: false

    readonly property Chat chat: root.workspace.chat
    readonly property real columnWidth: Math.max(200, Math.min(Theme.column, root.width - 2 * root.sideMargin))
    readonly property bool empty: root.chat.loaded && root.chat.turns.count === 0
    readonly property real composerTop: composer.y
    readonly property alias composer: composer
    readonly property alias conversation: view

    signal settingsWanted
    signal schemasWanted
    signal modelWanted

    readonly property bool finding: find.visible
    function openFind() { find.open(); }
    function closeFind() { find.close(); }
    function editMessage(message: string) {
        if (message === "")
            return;
        view.beginEdit(root.chat.turns.rowOf(message));
    }
    function showMessage(message: string) {
        const row = root.chat.turns.rowOf(message);
        if (row < 0)
            return;
        view.forceActiveFocus();
        view.showTurn(row);
    }

    ChatView {
        id: view
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.bottom: problems.top
        visible: !root.empty
        chat: root.chat
        columnWidth: root.columnWidth
        marks: find.visible ? find.model : null
        passages: root.passages
        onCopied: (text) => root.workspace.copy(text)
        onForked: (message) => root.workspace.fork(message)
    }
    FindBar {
        id: find
        anchors.right: parent.right
        anchors.rightMargin: 20
        y: 8
        z: 1
        chat: root.chat
        onPlaceFound: (turn, place) => view.showPlace(turn, place)
        onClosed: composer.takeFocus()
    }
    EmptyPage {
        anchors.fill: view
        visible: root.empty
        builtIn: root.workspace.model.builtIn
        modelName: root.workspace.model.name
        columnWidth: root.columnWidth
        onChosen: (prompt, think) => {
            root.chat.settings.thinking = think;
            root.chat.send(prompt);
            view.toEnd();
        }
    }
    Column {
        id: problems
        anchors.bottom: composer.top
        anchors.bottomMargin: height > 0 ? 12 : 4
        x: composer.x
        width: composer.width
        spacing: 8

        Banner {
            width: parent.width
            careful: true
            visible: composer.refusal !== ""
            text: composer.refusal
            action: root.chat.meter.fits ? qsTr("Close") : qsTr("Leave out older turns")
            onTriggered: {
                if (!root.chat.meter.fits)
                    root.chat.settings.overflow = ChatSettings.LeaveOutOldest;
                composer.refusal = "";
            }
        }
        Banner {
            width: parent.width
            visible: root.workspace.model.state === ModelView.Failed
            title: qsTr("The model was not loaded")
            text: loadFailure.text
            action: qsTr("Load again")
            onTriggered: root.workspace.loadModel()
        }
        Banner {
            width: parent.width
            visible: root.chat.problem !== ""
            title: qsTr("This chat cannot be read")
            text: root.chat.problem
        }
        Banner {
            width: parent.width
            visible: root.workspace.problem !== ""
            title: qsTr("Chats cannot be saved")
            text: storeFailure.text
        }
    }
    EngineMessage {
        id: loadFailure
        raw: root.workspace.model.problem
    }
    EngineMessage {
        id: storeFailure
        raw: root.workspace.problem
    }
    Connections {
        target: root.workspace
        function onChatAboutToChange() { composer.handOver(); }
        function onMessageShown(message) { root.showMessage(message); }
    }
    Composer {
        id: composer
        focus: true
        x: Math.round((root.width - root.columnWidth) / 2) - Theme.overhang
        width: root.columnWidth + 2 * Theme.overhang
        anchors.bottom: context.top
        anchors.bottomMargin: 12
        maximumHeight: root.height * 0.4
        chat: root.chat
        modelName: root.workspace.model.name !== "" ? root.workspace.model.name
                 : !root.modelChoosable ? "" : root.workspace.model.endpoint !== "" ? root.workspace.model.endpoint
                 : root.workspace.model.state === ModelView.Loading ? qsTr("Loading") : qsTr("No model")
        modelHint: root.workspace.model.name === "" ? qsTr("Choose a model") : qsTr("Context %L1 tokens").arg(root.workspace.model.contextLength)
        modelChoosable: root.modelChoosable
        onModelWanted: root.modelWanted()
        placeholder: root.chat.answering ? qsTr("Write the next message")
                   : root.empty && root.workspace.model.builtIn ? qsTr("Ask anything about Hadal") : qsTr("Write a message")
        onSent: view.toEnd()
        onSchemasWanted: root.schemasWanted()
    }
    ContextBar {
        id: context
        x: composer.x + Theme.overhang
        width: root.columnWidth
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 20
        meter: root.chat.meter
        onOpened: root.settingsWanted()
    }
}
