import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Markdown
import Hadal.Schema
import Hadal.Theme

// What the model answered: thinking, blocks, how it ended, and the foot.
Turn {
    id: root

    required property Chat chat
    required property string content
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
    required property bool idle
    required property bool last
    required property bool starred
    required property bool thoughtsSentBack
    required property list<string> writing ///< calls of tools that are being written
    required property string schema ///< that it was asked to fit; empty: none
    required property string schemaName
    required property bool calls ///< of tools: the turn goes on below, and its foot is there
    required property bool continuable ///< it was cut off and nothing follows it
    property real viewTop: -Infinity ///< what of the turn can be seen, in its own coordinates
    property real viewBottom: Infinity

    signal copied(string text)
    signal reshaped
    signal retried
    signal continued
    signal forked
    signal starToggled
    signal thoughtsToggled(bool open)
    signal versionChosen(int version)

    readonly property bool streaming: root.turnState === TurnModel.Streaming
    readonly property bool waiting: root.streaming && !root.hasThoughts && root.content === "" && root.writing.length === 0

    function numbers(): string {
        const count = root.tokens > 0 ? qsTr("%Ln tokens", "", root.tokens) : "";
        const speed = root.tokensPerSecond > 0
                    ? qsTr("%1 tokens/s").arg(root.tokensPerSecond.toFixed(root.tokensPerSecond < 10 ? 1 : 0)) : "";
        const first = root.firstTokenSeconds > 0
                    ? qsTr("first after %1 s").arg(root.firstTokenSeconds.toFixed(2)) : "";
        let all = count;
        for (const part of [speed, first])
            all += all === "" || part === "" ? part : " · " + part;
        return all;
    }

    /// An answer that is a JSON object or list, and nothing else, is shown as one when it is whole.
    readonly property bool isJson: (json.item as AnswerTree)?.whole ?? false

    // What few turns have is made where it is there: a turn that scrolls into sight is built within a frame.
    Loader {
        id: fold
        width: parent.width
        active: root.hasThoughts
        visible: active
        sourceComponent: ThinkingFold {
            marks: root.marks
            message: root.message
            thoughts: root.thoughts
            open: root.thoughtsOpen
            running: root.streaming && root.content === "" && root.writing.length === 0
            latest: root.last
            sentBack: root.thoughtsSentBack
            seconds: root.reasoningSeconds
            tokens: root.reasoningTokens
            viewTop: root.viewTop - fold.y
            viewBottom: root.viewBottom - fold.y
            onToggled: (open) => root.thoughtsToggled(open)
            onCopied: (text) => root.copied(text)
            onReshaped: root.reshaped()
        }
    }
    Item {
        width: 1
        height: 6
        visible: root.hasThoughts && root.content !== ""
    }
    Loader {
        width: parent.width
        active: root.waiting
        visible: (item as ReadingPrompt)?.shown ?? false
        sourceComponent: ReadingPrompt {
            chat: root.chat
            waiting: root.waiting
        }
    }
    BlockList {
        width: parent.width
        visible: !root.editing && root.content !== "" && !root.isJson
        blocks: root.blocks
        marks: root.marks
        message: root.message
        opacity: root.leftOut ? 0.62 : 1
        live: root.streaming
        viewTop: root.viewTop - y
        viewBottom: root.viewBottom - y
        onCopied: (text) => root.copied(text)
        onReshaped: root.reshaped()
    }
    Repeater {
        model: root.writing
        Item {
            id: written
            required property string modelData
            width: root.width
            height: 28
            Icon {
                anchors.verticalCenter: parent.verticalCenter
                width: 14
                height: 14
                name: "terminal"
                color: Theme.colors.text3
            }
            Words {
                x: 22
                height: parent.height
                width: parent.width - 22
                text: written.modelData.replace(/\s+/g, " ")
                elide: Text.ElideRight
                font: Theme.codeFont
                color: Theme.colors.text3
            }
        }
    }
    Loader {
        id: json
        x: -Theme.overhang
        width: parent.width + 2 * Theme.overhang
        active: !root.editing && !root.streaming && /^\s*[{[]/.test(root.content)
        visible: root.isJson
        sourceComponent: AnswerTree {
            text: root.content
            schema: root.schema
            schemaName: root.schemaName
            onCopied: (text) => root.copied(text)
        }
    }
    Loader {
        x: -Theme.overhang
        width: parent.width + 2 * Theme.overhang
        active: root.editing
        visible: active
        sourceComponent: EditBox {
            initial: root.editText
            verb: qsTr("Save")
            canAccept: root.idle
            takesFocus: root.grabsFocus
            onTyped: (text) => root.editTyped(text)
            onCancelled: root.editCancelled()
            onAccepted: (text) => root.edited(text)
        }
    }
    Item {
        width: 1
        height: 8
        visible: !root.calls
    }
    Loader {
        x: -Theme.overhang
        width: parent.width + 2 * Theme.overhang
        active: root.turnState === TurnModel.Failed
        visible: active
        sourceComponent: Banner {
            text: failure.text
            action: root.idle ? qsTr("Answer again") : ""
            onTriggered: root.retried()

            EngineMessage {
                id: failure
                raw: root.error
            }
        }
    }
    Loader {
        active: root.turnState === TurnModel.Cancelled || root.turnState === TurnModel.Truncated || root.turnState === TurnModel.Cut
        visible: active
        sourceComponent: EndNote {
            text: root.turnState === TurnModel.Cancelled ? qsTr("Stopped. The text so far is kept.")
                : root.turnState === TurnModel.Truncated ? qsTr("Ended at the length limit. The answer may be incomplete.")
                : qsTr("Cut off when the program ended. The text so far is kept.")
            action: root.continuable && root.idle ? qsTr("Continue") : ""
            onTriggered: root.continued()
        }
    }
    TurnActions {
        width: parent.width
        visible: !root.calls
        version: root.version
        versions: root.versions
        idle: root.idle
        canRetry: true
        numbers: root.numbers()
        starred: root.starred
        shown: !root.editing && (root.last || root.starred || hover.hovered)
        enabled: !root.streaming && !root.editing
        onCopy: root.copied(root.content)
        onEdit: root.startEdit()
        onFork: root.forked()
        onStar: root.starToggled()
        onRetry: root.retried()
        onVersionChosen: (version) => root.versionChosen(version)
    }
    HoverHandler { id: hover }
}
