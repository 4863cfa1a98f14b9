import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Markdown
import Hadal.Theme

// One turn in the conversation.
FocusScope {
    id: root

    required property string messageId
    required property bool fromPerson
    required property string content
    required property inlineText words
    required property MessageBlocks blocks
    required property MessageBlocks thoughts
    required property bool hasThoughts
    required property bool thoughtsOpen
    required property int turnState
    required property string error
    required property int version
    required property int versions
    required property int tokens
    required property real tokensPerSecond
    required property real firstTokenSeconds
    required property real reasoningSeconds
    required property int reasoningTokens
    required property list<string> fileNames
    required property bool starred
    required property bool editing
    required property bool leftOut
    required property bool isCall
    required property toolResult call
    required property list<string> writing
    required property bool calls
    required property string schema
    required property string schemaName
    required property int index

    required property Chat chat
    required property real viewTop ///< of the conversation, in its own coordinates
    required property real viewBottom
    required property bool current
    property PassageMarks marks: null ///< under the words; null: none

    signal copied(string text)
    signal reshaped
    signal editingBegan
    signal forked

    readonly property Turn turn: loader.item as Turn
    readonly property bool held: root.editing ///< what is typed is not lost when the turn leaves the view
    readonly property bool ends: root.index === root.chat.turns.count - 1
    readonly property bool paused: root.ends && root.chat.tools.paused

    implicitHeight: loader.implicitHeight + (pause.active ? pause.implicitHeight + 12 : 0)
    Accessible.role: Accessible.ListItem
    Accessible.name: root.isCall ? qsTr("Tool: %1").arg(root.call.name) : (root.fromPerson ? qsTr("You: %1") : qsTr("Answer: %1")).arg(root.content.slice(0, 200))

    function focusCall() { (loader.item as ToolTurnRow)?.takeFocus(); }
    function startEdit() { root.turn?.startEdit(); }

    onEditingChanged: if (root.editing) root.editingBegan()

    Loader {
        id: loader
        width: parent.width
        sourceComponent: root.isCall ? tool : root.fromPerson ? person : answer
    }
    Loader {
        id: pause
        anchors.top: loader.bottom
        anchors.topMargin: 6
        x: -Theme.overhang
        width: parent.width + 2 * Theme.overhang
        active: root.paused
        visible: active
        sourceComponent: PauseRow { tools: root.chat.tools }
    }
    FocusRing {
        shown: root.current
        inside: true
        anchors.margins: -20
        around: Theme.radiusCard
    }

    Component {
        id: person
        PersonTurn {
            message: root.messageId
            marks: root.marks
            editing: root.editing
            editText: root.editing ? root.chat.editText(root.messageId) : ""
            leftOut: root.leftOut
            fileNames: root.fileNames
            starred: root.starred
            content: root.content
            words: root.words
            version: root.version
            versions: root.versions
            idle: !root.chat.answering
            onCopied: (text) => root.copied(text)
            onEditBegun: root.chat.beginEdit(root.messageId)
            onEditTyped: (text) => root.chat.setEditText(root.messageId, text)
            onEditCancelled: root.chat.cancelEdit(root.messageId)
            onEdited: (text) => root.chat.edit(root.messageId, text)
            onForked: root.forked()
            onStarToggled: root.chat.setStarred(root.messageId, !root.starred)
            onVersionChosen: (version) => root.chat.showVersion(root.messageId, version)
        }
    }
    Component {
        id: tool
        ToolTurnRow {
            messageId: root.messageId
            call: root.call
            chat: root.chat
            onCopied: (text) => root.copied(text)
            onReshaped: root.reshaped()
        }
    }
    Component {
        id: answer
        AnswerTurn {
            message: root.messageId
            marks: root.marks
            editing: root.editing
            editText: root.editing ? root.chat.editText(root.messageId) : ""
            leftOut: root.leftOut
            starred: root.starred
            thoughtsSentBack: root.chat.settings.thoughtsSentBack
            continuable: last && (root.turnState === TurnModel.Truncated || root.turnState === TurnModel.Cut
                                  || root.turnState === TurnModel.Cancelled || root.turnState === TurnModel.Failed)
            chat: root.chat
            content: root.content
            blocks: root.blocks
            thoughts: root.thoughts
            hasThoughts: root.hasThoughts
            thoughtsOpen: root.thoughtsOpen
            turnState: root.turnState
            error: root.error
            version: root.version
            versions: root.versions
            tokens: root.tokens
            tokensPerSecond: root.tokensPerSecond
            firstTokenSeconds: root.firstTokenSeconds
            reasoningSeconds: root.reasoningSeconds
            reasoningTokens: root.reasoningTokens
            idle: !root.chat.answering
            last: root.ends
            writing: root.writing
            calls: root.calls
            schema: root.schema
            schemaName: root.schemaName
            viewTop: root.viewTop - root.y
            viewBottom: root.viewBottom - root.y
            onCopied: (text) => root.copied(text)
            onEditBegun: root.chat.beginEdit(root.messageId)
            onEditTyped: (text) => root.chat.setEditText(root.messageId, text)
            onEditCancelled: root.chat.cancelEdit(root.messageId)
            onReshaped: root.reshaped()
            onEdited: (text) => root.chat.edit(root.messageId, text)
            onContinued: root.chat.continueAnswer(root.messageId)
            onForked: root.forked()
            onStarToggled: root.chat.setStarred(root.messageId, !root.starred)
            onRetried: root.chat.regenerate(root.messageId)
            onThoughtsToggled: (open) => root.chat.turns.setThoughtsOpen(root.index, open)
            onVersionChosen: (version) => root.chat.showVersion(root.messageId, version)
        }
    }
}
