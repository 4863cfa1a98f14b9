import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Theme

// The title of the chat, where it stands, and what can be done with it as a whole.
Item {
    id: root

    required property Workspace workspace
    required property bool sidebarShown
    required property bool insideShown

    signal sidebarToggled
    signal newChat
    signal findWanted
    signal exportWanted
    signal insideToggled

    readonly property Chat chat: root.workspace.chat

    function openSettings() { settings.open(); }
    function openBranches() { branches.open(); }

    implicitHeight: 48

    Row {
        x: 12
        y: 10
        spacing: 4
        visible: !root.sidebarShown
        IconButton {
            iconName: "sidebar"
            text: qsTr("Show the sidebar")
            keys: "Ctrl B"
            onClicked: root.sidebarToggled()
        }
        IconButton {
            iconName: "edit"
            text: qsTr("New chat")
            keys: "Ctrl N"
            onClicked: root.newChat()
        }
    }
    Words {
        id: title
        x: root.sidebarShown ? 20 : 84
        width: Math.min(implicitWidth, parent.width - x - tools.width - folder.implicitWidth - 40)
        height: parent.height
        text: root.chat.title === "" ? qsTr("New chat") : root.chat.title
        elide: Text.ElideRight
        font: Theme.titleFont
        Accessible.role: Accessible.Heading
        Accessible.name: text
    }
    Words {
        id: folder
        anchors.left: title.right
        anchors.leftMargin: 10
        width: Math.min(implicitWidth, 160)
        height: parent.height
        text: root.workspace.folderName
        elide: Text.ElideRight
        color: Theme.colors.text3
    }
    Row {
        id: tools
        anchors.right: parent.right
        anchors.rightMargin: 12
        y: 10
        spacing: 4
        IconButton {
            iconName: "search"
            text: qsTr("Find in this chat")
            keys: "Ctrl F"
            enabled: root.chat.turns.count > 0
            onClicked: root.findWanted()
        }
        IconButton {
            id: branchButton
            iconName: "branch"
            text: qsTr("Branches")
            keys: "Ctrl Shift B"
            tipShown: !branches.visible
            onClicked: branches.open()
            BranchOutline {
                id: branches
                chat: root.chat
                x: branchButton.width - width
                y: branchButton.height + 6
            }
        }
        IconButton {
            iconName: "export"
            text: qsTr("Export this chat")
            keys: "Ctrl Shift E"
            enabled: root.chat.turns.count > 0
            onClicked: root.exportWanted()
        }
        IconButton {
            iconName: "panel"
            text: root.insideShown ? qsTr("Close the look inside") : qsTr("Look inside the model")
            keys: "Ctrl I"
            checked: root.insideShown
            tint: root.insideShown ? Theme.colors.accent : Theme.colors.text2
            onClicked: root.insideToggled()
        }
        IconButton {
            id: settingsButton
            iconName: "sliders"
            text: qsTr("Settings of this chat")
            keys: "Ctrl ,"
            tipShown: !settings.visible
            onClicked: settings.open()
            SettingsPane {
                id: settings
                chat: root.chat
                workspace: root.workspace
                x: settingsButton.width - width
                y: settingsButton.height + 6
            }
        }
    }
    Line {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.hairline
        color: Theme.colors.line
    }
}
