import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Theme

// A row of the list: a conversation, a folder, the archive, or a heading.
Item {
    id: root

    required property int kind
    required property string itemId
    required property string title
    required property int group
    required property bool pinned
    required property bool draft
    required property bool answering
    required property bool waiting
    required property date updated
    required property int chats
    required property bool folderOpen
    required property bool inside
    required property bool selected ///< picked for an action on several
    required property bool shown
    required property bool listFocused
    required property SidebarActions sidebar

    readonly property Workspace workspace: root.sidebar.workspace
    readonly property bool isChat: root.kind === SidebarModel.ChatKind
    readonly property bool isFolder: root.kind === SidebarModel.FolderKind
    readonly property bool isHeading: root.kind === SidebarModel.HeadingKind
    readonly property bool renaming: root.sidebar.renaming === root.itemId && !root.isHeading
    readonly property bool hovered: !root.isHeading && (hover.hovered || more.hovered || menu.opened)
    readonly property string label: root.kind === SidebarModel.ArchiveKind ? qsTr("Archive")
        : root.isHeading ? [qsTr("Pinned"), qsTr("Today"), qsTr("This week"), qsTr("Earlier")][root.group] : root.title

    /// What Enter and a click do.
    function act() {
        if (root.isChat)
            root.sidebar.chosen(root.itemId);
        else if (!root.isHeading)
            root.workspace.setFolderOpen(root.itemId, !root.folderOpen);
    }
    function fold(open: bool) {
        if (!root.isChat && !root.isHeading)
            root.workspace.setFolderOpen(root.itemId, open);
    }
    function pick() {
        if (root.isChat)
            root.sidebar.rows.toggleSelected(root.itemId, root.workspace.chat.id);
    }
    function pickTo() {
        if (root.isChat)
            root.sidebar.rows.selectTo(root.itemId, root.workspace.chat.id);
    }
    function remove() {
        if (root.isChat)
            root.workspace.remove(root.sidebar.rows.picked(root.itemId));
        else if (root.isFolder)
            root.workspace.removeFolder(root.itemId);
    }
    function openMenu() {
        if (root.isChat || root.isFolder)
            menu.open(root, root.width - 40, 28);
    }

    implicitHeight: root.isHeading ? 34 : 30
    z: grip.active ? 2 : 0
    Accessible.role: root.isHeading ? Accessible.Heading : Accessible.ListItem
    Accessible.name: root.label
    Accessible.description: root.waiting ? qsTr("Waits for you") : root.answering ? qsTr("Answering") : root.draft ? qsTr("Draft kept")
                          : root.isChat ? "" : root.folderOpen ? qsTr("Open") : qsTr("Folded")
    Accessible.selected: root.shown || root.selected
    Accessible.onPressAction: root.act()

    Rectangle {
        x: 8
        width: parent.width - 16
        height: 30
        radius: Theme.radiusControl
        color: drop.containsDrag || root.selected ? Theme.colors.accentSoft : root.shown ? Theme.colors.selected : Theme.colors.hover
        visible: !root.isHeading && (root.shown || root.selected || root.hovered || drop.containsDrag)
    }
    Item {
        x: 8
        width: parent.width - 16
        height: parent.height
        FocusRing { shown: root.listFocused; inside: true }
    }
    HoverHandler { id: hover }
    TapHandler {
        enabled: !root.renaming
        acceptedModifiers: Qt.NoModifier
        onTapped: {
            root.sidebar.rows.clearSelection();
            root.act();
        }
        onDoubleTapped: if (!root.isHeading) root.sidebar.renaming = root.itemId
    }
    TapHandler {
        acceptedModifiers: Qt.ControlModifier
        onTapped: root.pick()
    }
    TapHandler {
        acceptedModifiers: Qt.ShiftModifier
        onTapped: root.pickTo()
    }
    TapHandler {
        acceptedButtons: Qt.RightButton
        onTapped: (point) => menu.open(root, point.position.x, point.position.y)
    }
    DragHandler {
        id: grip
        enabled: root.isChat && !root.renaming
        acceptedDevices: PointerDevice.Mouse
        target: null
        onActiveChanged: {
            if (active) {
                root.sidebar.dragged = root.itemId;
                ghost.Drag.start();
            } else {
                ghost.Drag.drop();
                root.sidebar.dragged = "";
            }
        }
    }
    Rectangle {
        id: ghost
        x: grip.centroid.position.x + 8
        y: grip.centroid.position.y - 15
        width: Math.min(200, ghostWords.implicitWidth + 20)
        height: 28
        visible: grip.active
        radius: Theme.radiusControl
        color: Theme.colors.toast
        Drag.dragType: Drag.Internal
        Drag.keys: ["hadal/chats"]
        Drag.hotSpot.x: -8
        Drag.hotSpot.y: 15
        Words {
            id: ghostWords
            x: 10
            width: parent.width - 20
            height: parent.height
            elide: Text.ElideRight
            color: Theme.colors.toastText
            text: root.selected && root.sidebar.rows.selection.length > 1 ? qsTr("%Ln chats", "", root.sidebar.rows.selection.length) : root.title
        }
    }
    DropArea {
        id: drop
        anchors.fill: parent
        keys: ["hadal/chats"]
        enabled: root.isFolder || root.kind === SidebarModel.ArchiveKind || (root.isChat && root.sidebar.dragged !== root.itemId)
        onDropped: (event) => {
            event.accept();
            const chats = root.sidebar.rows.picked(root.sidebar.dragged);
            if (root.isFolder)
                root.workspace.move(chats, root.itemId);
            else if (root.kind === SidebarModel.ArchiveKind)
                root.workspace.setArchived(chats, true);
            else
                menu.joinWith(chats);
        }
    }
    Icon {
        x: 20
        y: 8
        visible: !root.isChat && !root.isHeading
        width: 14
        height: 14
        name: root.folderOpen ? "chevronDown" : "chevronRight"
        color: Theme.colors.text3
    }
    Icon {
        x: 36
        y: 7
        visible: !root.isChat && !root.isHeading
        name: root.isFolder ? "folder" : "archive"
        color: Theme.colors.text2
    }
    Words {
        id: words
        x: root.isChat ? (root.inside ? 60 : 20) : root.isHeading ? 20 : 60
        y: root.isHeading ? 12 : 0
        width: parent.width - x - (root.hovered ? 44 : state.width + 24)
        height: root.isHeading ? 18 : 30
        visible: !root.renaming
        text: root.label
        elide: Text.ElideRight
        font: root.isHeading ? Theme.smallLabelFont : root.shown || !root.isChat ? Theme.labelFont : Theme.uiFont
        color: root.isHeading ? Theme.colors.text3 : root.shown || !root.isChat ? Theme.colors.text : Theme.colors.text2
    }
    Row {
        id: state
        anchors.right: parent.right
        anchors.rightMargin: 20
        y: 0
        height: 30
        spacing: 6
        visible: !root.isHeading && !root.hovered && !root.renaming
        Icon {
            visible: root.draft
            anchors.verticalCenter: parent.verticalCenter
            width: 13
            height: 13
            name: "edit"
            color: Theme.colors.text3
        }
        Icon {
            visible: root.pinned
            anchors.verticalCenter: parent.verticalCenter
            width: 13
            height: 13
            name: "pin"
            color: Theme.colors.text3
        }
        Icon {
            visible: root.waiting
            anchors.verticalCenter: parent.verticalCenter
            width: 14
            height: 14
            name: "bell"
            color: Theme.colors.careful
        }
        Rectangle {
            visible: root.answering && !root.waiting
            anchors.verticalCenter: parent.verticalCenter
            width: 7
            height: 7
            radius: 3.5
            color: Theme.colors.accent
        }
        Words {
            visible: !root.isChat && !root.isHeading
            height: 30
            text: root.chats
            font: Theme.smallFont
            color: Theme.colors.text3
        }
    }
    IconButton {
        id: more
        visible: (root.isChat || root.isFolder) && root.hovered && !root.renaming
        anchors.right: parent.right
        anchors.rightMargin: 10
        y: 1
        iconName: "more"
        iconSize: 14
        focusPolicy: Qt.NoFocus
        tipShown: !menu.opened
        text: qsTr("More")
        onClicked: root.openMenu()
    }
    Tip {
        shown: root.isChat && hover.hovered && !menu.opened && !root.renaming && !grip.active
        delay: 900
        text: root.title + "\n" + root.updated.toLocaleString(Qt.locale(), Locale.ShortFormat)
    }
    SidebarMenu {
        id: menu
        sidebar: root.sidebar
        itemId: root.itemId
        isFolder: root.isFolder
        inside: root.inside
        pinned: root.pinned
    }
    Loader {
        x: words.x - 10
        width: parent.width - x - 10
        height: 30
        active: root.renaming
        sourceComponent: Field {
            text: root.title
            leftPadding: 10
            implicitHeight: 30
            Accessible.name: qsTr("Title")
            Component.onCompleted: {
                selectAll();
                forceActiveFocus();
            }
            function leave() {
                root.sidebar.renaming = "";
                root.sidebar.focusWanted();
            }
            Keys.onShortcutOverride: (event) => event.accepted = event.key === Qt.Key_Escape
            Keys.onEscapePressed: leave()
            onAccepted: {
                if (root.isFolder)
                    root.workspace.renameFolder(root.itemId, text);
                else
                    root.workspace.rename(root.itemId, text);
                leave();
            }
            onActiveFocusChanged: if (!activeFocus && root.renaming) root.sidebar.renaming = ""
        }
    }
}
