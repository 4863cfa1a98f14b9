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
    required property int index

    required property Chat chat
    required property real viewTop ///< of the conversation, in its own coordinates
    required property real viewBottom
    required property bool current
    signal copied(string text)
    signal reshaped
    signal editingBegan

    readonly property Turn turn: loader.item as Turn
    readonly property bool editing: root.turn !== null && root.turn.editing
    readonly property bool held: root.editing ///< what is typed is not lost when the turn leaves the view

    implicitHeight: root.turn ? root.turn.implicitHeight : 0
    Accessible.role: Accessible.ListItem
    Accessible.name: (root.fromPerson ? qsTr("You: %1") : qsTr("Answer: %1")).arg(root.content.slice(0, 200))

    onEditingChanged: if (root.editing) root.editingBegan()

    Loader {
        id: loader
        width: parent.width
        sourceComponent: root.fromPerson ? person : answer
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
            content: root.content
            words: root.words
            version: root.version
            versions: root.versions
            idle: !root.chat.answering
            onCopied: (text) => root.copied(text)
            onEdited: (text) => root.chat.edit(root.messageId, text)
            onVersionChosen: (version) => root.chat.showVersion(root.messageId, version)
        }
    }
    Component {
        id: answer
        AnswerTurn {
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
            last: root.index === root.chat.turns.count - 1
            viewTop: root.viewTop - root.y
            viewBottom: root.viewBottom - root.y
            onCopied: (text) => root.copied(text)
            onReshaped: root.reshaped()
            onEdited: (text) => root.chat.edit(root.messageId, text)
            onRetried: root.chat.regenerate(root.messageId)
            onThoughtsToggled: (open) => root.chat.turns.setThoughtsOpen(root.index, open)
            onVersionChosen: (version) => root.chat.showVersion(root.messageId, version)
        }
    }
}
