import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Settings
import Hadal.Theme
import Hadal.Tools

// The conversations, and the model below.
FocusScope {
    id: root

    required property Workspace workspace
    required property Preferences preferences
    required property ToolDesk desk
    required property string page ///< that is shown: "chats" or "tools"

    signal chosen(string conversation)
    signal newChat(string folder)
    signal searchWanted
    signal binWanted
    signal exportWanted(var chats, string folder)
    signal hidden
    signal pageChosen(string page)
    signal toolChosen
    signal toolWanted
    signal toolImportWanted

    readonly property SidebarModel rows: root.workspace.sidebar
    readonly property bool fresh: !root.workspace.chat.stored
    readonly property alias actions: actions

    Accessible.role: Accessible.Pane
    Accessible.name: root.page === "tools" ? qsTr("Tools") : qsTr("Chats")

    SidebarActions {
        id: actions
        workspace: root.workspace
        onChosen: (conversation) => root.chosen(conversation)
        onNewChat: (folder) => root.newChat(folder)
        onExportWanted: (chats, folder) => root.exportWanted(chats, folder)
        onFocusWanted: list.forceActiveFocus(Qt.TabFocusReason)
    }
    Rectangle {
        anchors.fill: parent
        color: Theme.colors.window
        Line {
            anchors.right: parent.right
            width: Theme.hairline
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
            onClicked: root.newChat("")
        }
    }
    SearchButton {
        id: search
        x: 12
        y: 50
        width: parent.width - 24
        onClicked: root.searchWanted()
    }
    ListView {
        id: list
        anchors.top: search.bottom
        anchors.topMargin: 12
        anchors.bottom: pages.top
        width: parent.width
        visible: root.page !== "tools"
        focus: visible
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: root.rows
        keyNavigationEnabled: true
        highlightMoveDuration: 0
        currentIndex: 0
        reuseItems: false
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Chats")

        header: FreshRow {
            width: list.width
            visible: root.fresh
            height: root.fresh ? implicitHeight : 0
            none: root.rows.conversations === 0
        }
        delegate: SidebarItem {
            id: row
            width: list.width
            sidebar: actions
            shown: root.workspace.chat.id === row.itemId
            listFocused: list.activeFocus && ListView.isCurrentItem
        }
        onActiveFocusChanged: if (!list.activeFocus && actions.renaming === "") root.rows.clearSelection()

        Keys.onPressed: (event) => {
            const row = list.currentItem as SidebarItem;
            const ctrl = event.modifiers & Qt.ControlModifier;
            const shift = event.modifiers & Qt.ShiftModifier;
            event.accepted = true;
            if (!row)
                event.accepted = false;
            else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
                row.act();
            else if (event.key === Qt.Key_Space)
                ctrl ? row.pick() : row.act();
            else if (shift && (event.key === Qt.Key_Up || event.key === Qt.Key_Down)) {
                event.key === Qt.Key_Up ? list.decrementCurrentIndex() : list.incrementCurrentIndex();
                (list.currentItem as SidebarItem).pickTo();
            } else if (event.key === Qt.Key_Delete)
                row.remove();
            else if (event.key === Qt.Key_F2)
                actions.renaming = row.itemId;
            else if (ctrl && event.key === Qt.Key_D)
                root.workspace.duplicate(row.itemId);
            else if (event.key === Qt.Key_Menu || (shift && event.key === Qt.Key_F10))
                row.openMenu();
            else if (event.key === Qt.Key_Left || event.key === Qt.Key_Right)
                row.fold(event.key === Qt.Key_Right);
            else if (event.key === Qt.Key_Escape && root.rows.selection.length > 0)
                root.rows.clearSelection();
            else
                event.accepted = false;
        }
        DropArea { // outside every folder
            anchors.fill: parent
            z: -1
            keys: ["hadal/chats"]
            onDropped: root.workspace.move(root.rows.picked(actions.dragged), "")
        }
        ScrollMark {
            anchors.right: parent.right
            height: parent.height
            orientation: Qt.Vertical
            size: list.visibleArea.heightRatio
            position: list.visibleArea.yPosition
            onPositionChanged: if (pressed) list.contentY = list.originY + position * list.contentHeight
        }
    }
    Loader {
        anchors.top: search.bottom
        anchors.topMargin: 12
        anchors.bottom: pages.top
        anchors.bottomMargin: 6
        width: parent.width
        active: root.page === "tools"
        visible: active
        focus: visible
        sourceComponent: ToolList {
            focus: true
            desk: root.desk
            onChosen: root.toolChosen()
            onNewWanted: root.toolWanted()
            onImportWanted: root.toolImportWanted()
        }
    }
    Column {
        id: pages
        anchors.bottom: status.top
        anchors.bottomMargin: 6
        width: parent.width
        PageRow {
            width: parent.width
            visible: root.page !== "chats"
            iconName: "chat"
            text: qsTr("Chats")
            onClicked: root.pageChosen("chats")
        }
        PageRow {
            width: parent.width
            iconName: "tool"
            text: qsTr("Tools")
            shown: root.page === "tools"
            onClicked: root.pageChosen("tools")
        }
        PageRow {
            width: parent.width
            iconName: "braces"
            text: qsTr("Schemas")
            shown: root.page === "schemas"
            onClicked: root.pageChosen("schemas")
        }
        PageRow {
            width: parent.width
            visible: root.page === "chats"
            iconName: "trash"
            text: qsTr("Bin")
            onClicked: root.binWanted()
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
