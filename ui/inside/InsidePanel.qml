import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Inside
import Hadal.Theme

// What only an engine of one's own can show: why this word. It stands beside the conversation.
FocusScope {
    id: root

    required property Inside inside
    required property SpeedHistory history

    signal closed
    signal passageWanted(int turn, real place)

    readonly property bool shown: root.inside.state === Inside.Shown
    property bool tables: false ///< in place of pictures

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Inside")
    Keys.onLeftPressed: root.inside.step(-1)
    Keys.onRightPressed: root.inside.step(1)
    Keys.onEscapePressed: root.closed()
    Keys.onPressed: (event) => {
        event.accepted = event.key === Qt.Key_T && event.modifiers === Qt.NoModifier;
        if (event.accepted)
            root.tables = !root.tables;
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.colors.window
        Line {
            width: Theme.hairline
            height: parent.height
            color: Theme.colors.line
        }
    }
    Item {
        id: head
        width: parent.width
        height: 48
        Words {
            id: title
            x: 20
            height: parent.height
            text: qsTr("Inside")
            font: Theme.titleFont
            Accessible.role: Accessible.Heading
            Accessible.name: text
        }
        Words {
            anchors.left: title.right
            anchors.leftMargin: 10
            anchors.right: buttons.left
            anchors.rightMargin: 6
            height: parent.height
            elide: Text.ElideMiddle
            color: Theme.colors.text3
            text: root.shown ? qsTr("“%1”, token %L2").arg(root.inside.token).arg(root.inside.position + 1) : ""
        }
        Row {
            id: buttons
            anchors.right: parent.right
            anchors.rightMargin: 12
            y: 10
            spacing: 4
            IconButton {
                iconName: "chevronLeft"
                text: qsTr("The token before")
                enabled: root.shown
                onClicked: root.inside.step(-1)
            }
            IconButton {
                iconName: "chevronRight"
                text: qsTr("The next token")
                enabled: root.inside.state !== Inside.Looking
                onClicked: root.inside.step(1)
            }
            IconButton {
                iconName: "list"
                text: root.tables ? qsTr("Show pictures") : qsTr("Show tables in place of pictures")
                keys: "T"
                onClicked: root.tables = !root.tables
            }
            IconButton {
                iconName: "close"
                text: qsTr("Close")
                onClicked: root.closed()
            }
        }
        Line {
            anchors.bottom: parent.bottom
            width: parent.width
            height: Theme.hairline
            color: Theme.colors.line
        }
    }
    Flickable {
        anchors.top: head.bottom
        anchors.bottom: parent.bottom
        width: parent.width
        contentHeight: parts.height + 32
        clip: true
        boundsBehavior: Flickable.StopAtBounds

        Column {
            id: parts
            x: 20
            y: 12
            width: parent.width - 40
            spacing: 16

            Words {
                width: parent.width
                visible: root.inside.state === Inside.Empty
                wrapMode: Text.Wrap
                color: Theme.colors.text2
                text: root.inside.chat?.answering ? qsTr("When the answer is there, press a word of it: you see what it could have been, what was read for it and which experts decided.")
                                                  : qsTr("Press a word of an answer, or → for its first one: you see what it could have been, what was read for it and which experts decided.")
            }
            Words {
                width: parent.width
                visible: root.inside.state === Inside.Looking
                color: Theme.colors.text2
                text: qsTr("Reading the answer again up to there")
            }
            Banner {
                width: parent.width
                visible: root.inside.state === Inside.Failed
                text: failure.text
            }
            AttentionPart {
                width: parent.width
                visible: root.shown
                inside: root.inside
                onPassageWanted: (turn, place) => root.passageWanted(turn, place)
            }
            Line {
                x: -20
                width: parent.width + 40
                height: Theme.hairline
                visible: root.shown
                color: Theme.colors.line
            }
            ExpertsPart {
                width: parent.width
                visible: root.shown
                inside: root.inside
                table: root.tables
            }
            Line {
                x: -20
                width: parent.width + 40
                height: Theme.hairline
                color: Theme.colors.line
            }
            SpeedPart {
                width: parent.width
                history: root.history
                table: root.tables
            }
        }
    }
    EngineMessage {
        id: failure
        raw: root.inside.problem
    }
}
