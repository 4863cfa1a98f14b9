import QtQuick
import QtQuick.Window
import Hadal.Chat
import Hadal.Controls
import Hadal.Theme

// The inside of the pane of tools.
Column {
    id: root

    required property Chat chat

    readonly property ToolTurn tools: root.chat.tools

    /// From a number of calls to the next one that is worth choosing.
    function step(from: int): int { return from < 16 ? 1 : from < 64 ? 8 : 64; }

    width: 380
    spacing: 8

    component Option: Item {
        id: option
        required property string text
        required property bool on
        property string hint: ""
        signal switched(bool on)
        width: parent.width
        height: Math.max(32, words.height)
        Column {
            id: words
            width: parent.width - 48
            anchors.verticalCenter: parent.verticalCenter
            Words {
                width: parent.width
                text: option.text
                wrapMode: Text.Wrap
            }
            Words {
                width: parent.width
                visible: text !== ""
                text: option.hint
                font: Theme.smallFont
                color: Theme.colors.text3
                wrapMode: Text.Wrap
            }
        }
        Switch {
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            text: option.text
            checked: option.on
            onToggled: option.switched(checked)
        }
    }

    Option {
        text: qsTr("Tools in this chat")
        on: root.chat.settings.toolsOn
        onSwitched: (on) => root.chat.settings.toolsOn = on
    }
    Words {
        width: parent.width
        visible: root.tools.choices.count === 0
        text: qsTr("There are no tools yet. Make one on the page Tools.")
        wrapMode: Text.Wrap
        color: Theme.colors.text2
    }
    ListView {
        id: list
        width: parent.width
        height: Math.min(contentHeight, Math.max(96, root.Window.height / Theme.zoom - 380))
        visible: count > 0
        clip: true
        model: root.tools.choices
        boundsBehavior: Flickable.StopAtBounds
        delegate: ToolPaneRow {
            width: list.width
            all: root.chat.settings.toolsOn
            onSwitched: (on) => root.tools.choices.choose(index, on)
            onActiveFocusChanged: if (activeFocus) list.positionViewAtIndex(index, ListView.Contain)
        }
    }
    Line {
        width: parent.width
        height: Theme.hairline
        color: Theme.colors.line
    }
    Option {
        text: qsTr("Run tools that only read without asking")
        on: root.tools.readsUnasked
        onSwitched: (on) => root.tools.readsUnasked = on
    }
    Option {
        text: qsTr("Lock: nothing is allowed always")
        hint: qsTr("What was allowed always counts no more, also after unlocking.")
        on: root.tools.locked
        onSwitched: (on) => root.tools.locked = on
    }
    Item {
        width: parent.width
        height: 32
        Words {
            width: parent.width - limit.width - 8
            height: parent.height
            text: qsTr("Calls in one turn before it pauses")
            elide: Text.ElideRight
        }
        Stepper {
            id: limit
            anchors.right: parent.right
            y: 2
            name: qsTr("calls in one turn")
            value: Number(root.chat.settings.toolLimit).toLocaleString(Qt.locale(), "f", 0)
            canLower: root.chat.settings.toolLimit > 1
            canRaise: root.chat.settings.toolLimit < 1000
            onLowered: root.chat.settings.toolLimit -= root.step(root.chat.settings.toolLimit - 1)
            onRaised: root.chat.settings.toolLimit += root.step(root.chat.settings.toolLimit)
        }
    }
    PushButton {
        visible: root.tools.chatRules + root.tools.alwaysRules > 0
        kind: PushButton.Quiet
        implicitHeight: 28
        iconName: "undo"
        text: qsTr("Forget %Ln rules, and ask again", "", root.tools.chatRules + root.tools.alwaysRules)
        onClicked: root.tools.forgetRules()
    }
}
