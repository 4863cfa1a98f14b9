import QtQuick
import QtQuick.Templates as T
import Hadal.Chat
import Hadal.Controls
import Hadal.Theme

// One call of a tool in the conversation: its card while it waits or runs, then a folded line.
Column {
    id: root

    required property string messageId
    required property toolResult call
    required property Chat chat

    signal copied(string text)
    signal reshaped

    property bool open: false
    property ToolCard card: null ///< the last one: it stays while what shows it goes
    property bool atWork: false

    function look() {
        const card = root.chat.tools.card(root.messageId);
        if (card !== null)
            root.card = card;
        root.atWork = card !== null;
    }
    /// To the first control of the card, where there is one.
    function takeFocus() {
        const card = cardPlace.item as ToolCall;
        if (card)
            (card.nextItemInFocusChain(true) as Item).forceActiveFocus(Qt.TabFocusReason);
        else
            head.forceActiveFocus(Qt.TabFocusReason);
    }
    Component.onCompleted: root.look()

    spacing: 6
    topPadding: root.atWork ? 6 : 0
    bottomPadding: root.atWork ? 8 : 0

    Connections {
        target: root.chat.tools
        function onCallMoved(message) {
            if (message === "" || message === root.messageId)
                root.look();
        }
    }
    Loader {
        id: cardPlace
        x: -Theme.overhang
        width: parent.width + 2 * Theme.overhang
        active: root.atWork
        visible: active
        sourceComponent: ToolCall { card: root.card }
    }
    T.AbstractButton {
        id: head
        x: -6
        width: parent.width + 12
        height: 28
        visible: !root.atWork
        hoverEnabled: true
        focusPolicy: Qt.TabFocus
        text: (root.call.name + " " + root.call.did + " " + root.call.duration).trim()
        Accessible.role: Accessible.Button
        Accessible.name: head.text
        Accessible.description: (root.open ? qsTr("Open") : qsTr("Folded")) + (root.call.why !== "" ? ". " + root.call.why : "")
        background: Ground { control: head }
        contentItem: ToolLine {
            name: root.call.name
            did: root.call.pending ? qsTr("has not run") : root.call.did
            duration: root.call.duration
            why: root.call.why
            open: root.open
            iconName: root.call.pending ? "clock" : root.call.outcome === 1 ? "check" : root.call.outcome === 2 ? "warn"
                    : root.call.outcome === 3 ? "close" : "stop"
            iconColor: root.call.outcome === 1 ? Theme.colors.good : root.call.outcome === 2 ? Theme.colors.wrong : Theme.colors.text3
        }
        onClicked: {
            root.reshaped();
            root.open = !root.open;
        }
    }
    Loader {
        x: 22
        width: parent.width - 22
        active: root.open && !root.atWork
        visible: active
        sourceComponent: Column {
            spacing: 6
            bottomPadding: 6
            ToolResultText {
                width: parent.width
                name: root.call.edited === "" ? qsTr("Arguments") : qsTr("Arguments as the model wrote them")
                text: root.call.written
                onCopied: (text) => root.copied(text)
                onReshaped: root.reshaped()
            }
            ToolResultText {
                width: parent.width
                visible: root.call.edited !== ""
                name: qsTr("Arguments that ran, edited by you")
                text: root.call.edited
                onCopied: (text) => root.copied(text)
                onReshaped: root.reshaped()
            }
            ToolResultText {
                width: parent.width
                visible: root.call.text !== ""
                name: root.call.shortened ? qsTr("Result; the model got a shortened one") : qsTr("Result")
                text: root.call.text
                onCopied: (text) => root.copied(text)
                onReshaped: root.reshaped()
            }
            Row {
                visible: root.call.sandbox !== ""
                spacing: 8
                Icon {
                    y: 3
                    width: 14
                    height: 14
                    name: "shield"
                    color: Theme.colors.good
                }
                Words {
                    width: root.width - 60
                    text: root.call.sandbox.charAt(0).toUpperCase() + root.call.sandbox.slice(1)
                    wrapMode: Text.Wrap
                    font: Theme.smallFont
                    color: Theme.colors.text2
                }
            }
        }
    }
}
