import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Theme

// The conversation, or its beginning, with the composer and the context bar below.
FocusScope {
    id: root

    required property Workspace workspace
    property real sideMargin: 32

    readonly property Chat chat: root.workspace.chat
    readonly property real columnWidth: Math.max(200, Math.min(Theme.column, root.width - 2 * root.sideMargin))
    readonly property bool empty: root.chat.loaded && root.chat.turns.count === 0
    readonly property real composerTop: composer.y
    readonly property alias composer: composer
    readonly property alias conversation: view

    ChatView {
        id: view
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.bottom: problems.top
        visible: !root.empty
        chat: root.chat
        columnWidth: root.columnWidth
        onCopied: (text) => root.workspace.copy(text)
    }
    EmptyPage {
        anchors.fill: view
        visible: root.empty
        builtIn: root.workspace.model.builtIn
        modelName: root.workspace.model.name
        columnWidth: root.columnWidth
        onChosen: (prompt, think) => {
            root.chat.thinking = think;
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
            visible: root.workspace.model.state === ModelView.Failed
            title: qsTr("The model was not loaded")
            text: root.workspace.model.problem
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
            text: root.workspace.problem
        }
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
        modelName: root.workspace.model.name
        modelHint: qsTr("Context %L1 tokens").arg(root.workspace.model.contextLength)
        placeholder: root.chat.answering ? qsTr("Write the next message")
                   : root.empty && root.workspace.model.builtIn ? qsTr("Ask anything about Hadal") : qsTr("Write a message")
        onSent: view.toEnd()
    }
    ContextBar {
        id: context
        x: composer.x + Theme.overhang
        width: root.columnWidth
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 20
        meter: root.chat.meter
    }
}
