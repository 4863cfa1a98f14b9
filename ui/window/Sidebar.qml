import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Settings
import Hadal.Theme

// The conversations, and the model below.
FocusScope {
    id: root

    required property Workspace workspace
    required property Preferences preferences

    signal chosen(string conversation)
    signal newChat
    signal hidden

    readonly property bool fresh: root.workspace.chat.title === ""

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Chats")

    Rectangle {
        anchors.fill: parent
        color: Theme.colors.window
        Rectangle {
            anchors.right: parent.right
            width: 1
            height: parent.height
            color: Theme.colors.line
        }
    }
    Words {
        x: 20
        height: 48
        text: "Hadal"
        font: Theme.titleFont
    }
    Row {
        anchors.right: parent.right
        anchors.rightMargin: 12
        y: 10
        spacing: 0
        IconButton {
            iconName: "sidebar"
            text: qsTr("Hide the sidebar")
            keys: "Ctrl B"
            onClicked: root.hidden()
        }
        IconButton {
            iconName: "edit"
            text: qsTr("New chat")
            keys: "Ctrl N"
            onClicked: root.newChat()
        }
    }
    ListView {
        id: list
        anchors.top: parent.top
        anchors.topMargin: 52
        anchors.bottom: status.top
        width: parent.width
        focus: true
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: root.workspace.conversations
        keyNavigationEnabled: true
        highlightMoveDuration: 0
        currentIndex: 0
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Chats")

        header: FreshRow {
            width: list.width
            visible: root.fresh
            height: root.fresh ? implicitHeight : 0
            none: list.count === 0
        }
        section.property: "group"
        section.delegate: Item {
            id: heading
            required property string section
            width: list.width
            implicitHeight: 34
            Words {
                x: 20
                anchors.bottom: parent.bottom
                anchors.bottomMargin: 4
                text: [qsTr("Pinned"), qsTr("Today"), qsTr("This week"), qsTr("Earlier")][Number(heading.section)]
                font: Theme.smallLabelFont
                color: Theme.colors.text3
            }
        }
        delegate: SidebarRow {
            id: row
            width: list.width
            selected: root.workspace.chat.id === row.conversationId
            listFocused: list.activeFocus && ListView.isCurrentItem
            onChosen: root.chosen(row.conversationId)
            onRenamed: (title) => root.workspace.rename(row.conversationId, title)
            onRemoved: root.workspace.remove(row.conversationId)
            onPinToggled: root.workspace.setPinned(row.conversationId, !row.pinned)
        }
        Keys.onReturnPressed: list.act((row) => row.chosen())
        Keys.onEnterPressed: list.act((row) => row.chosen())
        Keys.onSpacePressed: list.act((row) => row.chosen())
        Keys.onDeletePressed: list.act((row) => row.removed())
        Keys.onPressed: (event) => {
            if (event.key === Qt.Key_F2) {
                event.accepted = true;
                list.act((row) => row.beginRename());
            } else if (event.key === Qt.Key_Menu) {
                event.accepted = true;
                list.act((row) => row.openMenu());
            }
        }
        function act(action: var) {
            if (list.currentItem)
                action(list.currentItem);
        }
    }
    ModelStatus {
        id: status
        anchors.bottom: parent.bottom
        width: parent.width
        workspace: root.workspace
        preferences: root.preferences
    }
    MouseArea {
        anchors.right: parent.right
        anchors.rightMargin: -3
        width: 6
        height: parent.height
        cursorShape: Qt.SplitHCursor
        property real grip: 0
        onPressed: (mouse) => grip = mouse.x
        onPositionChanged: (mouse) => root.preferences.sidebarWidth = Math.round(root.width + mouse.x - grip)
    }
}
