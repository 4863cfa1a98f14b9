import QtQuick
import Hadal.Chat
import Hadal.Controls

// What can be done with a row of the sidebar, or with all rows that are picked. Built when it is first opened.
Loader {
    id: root

    required property SidebarActions sidebar
    required property string itemId
    required property bool isFolder
    required property bool inside
    required property bool pinned
    readonly property bool opened: root.item !== null && (root.item as Menu).visible
    readonly property Workspace workspace: root.sidebar.workspace

    active: false

    function open(parent: Item, x: real, y: real) {
        root.sourceComponent = root.isFolder ? ofFolder : ofChat;
        root.active = true;
        (root.item as Menu).popup(parent, x, y);
    }
    /// A chat dropped onto another: both go into a new folder, whose name can be typed at once.
    function joinWith(chats: list<string>) {
        const sidebar = root.sidebar;
        const workspace = root.workspace;
        const all = chats.concat([root.itemId]);
        sidebar.renaming = workspace.makeFolder(qsTr("New folder"), all);
    }

    Component {
        id: ofChat
        Menu {
            id: menu
            readonly property list<string> chats: root.workspace.sidebar.picked(root.itemId)
            readonly property bool archived: root.inside && root.workspace.sidebar.isArchived(root.itemId)
            MenuRow {
                iconName: "edit"
                text: qsTr("Rename")
                keys: "F2"
                enabled: menu.chats.length === 1
                onTriggered: root.sidebar.renaming = root.itemId
            }
            MenuRow {
                iconName: "copy"
                text: qsTr("Duplicate")
                keys: "Ctrl D"
                enabled: menu.chats.length === 1
                onTriggered: root.workspace.duplicate(root.itemId)
            }
            MenuRow {
                iconName: "pin"
                text: root.pinned ? qsTr("Unpin") : qsTr("Pin")
                onTriggered: root.workspace.setPinned(menu.chats, !root.pinned)
            }
            MenuRow {
                iconName: "folder"
                text: qsTr("New folder with it")
                onTriggered: root.sidebar.renaming = root.workspace.makeFolder(qsTr("New folder"), menu.chats)
            }
            Instantiator {
                model: root.workspace.sidebar.folderIds
                delegate: MenuRow {
                    required property int index
                    required property string modelData
                    iconName: "folder"
                    text: qsTr("Move to “%1”").arg(root.workspace.sidebar.folderNames[index] ?? "")
                    onTriggered: root.workspace.move(menu.chats, modelData)
                }
                onObjectAdded: (index, object) => menu.insertItem(4 + index, object as MenuRow)
                onObjectRemoved: (index, object) => menu.removeItem(object as MenuRow)
            }
            MenuRow {
                iconName: "close"
                text: qsTr("Out of the folder")
                height: root.inside && !menu.archived ? implicitHeight : 0
                visible: root.inside && !menu.archived
                onTriggered: root.workspace.move(menu.chats, "")
            }
            MenuRow {
                iconName: "export"
                text: qsTr("Export…")
                onTriggered: root.sidebar.exportWanted(menu.chats, "")
            }
            MenuRow {
                iconName: "archive"
                text: menu.archived ? qsTr("Out of the archive") : qsTr("Archive")
                onTriggered: root.workspace.setArchived(menu.chats, !menu.archived)
            }
            MenuRow {
                iconName: "trash"
                text: qsTr("Move to bin")
                keys: qsTr("Del")
                dangerous: true
                onTriggered: root.workspace.remove(menu.chats)
            }
        }
    }
    Component {
        id: ofFolder
        Menu {
            MenuRow {
                iconName: "edit"
                text: qsTr("Rename")
                keys: "F2"
                onTriggered: root.sidebar.renaming = root.itemId
            }
            MenuRow {
                iconName: "plus"
                text: qsTr("New chat in it")
                onTriggered: root.sidebar.newChat(root.itemId)
            }
            MenuRow {
                iconName: "export"
                text: qsTr("Export…")
                onTriggered: root.sidebar.exportWanted([], root.itemId)
            }
            MenuRow {
                iconName: "trash"
                text: qsTr("Delete the folder, keep its chats")
                keys: qsTr("Del")
                dangerous: true
                onTriggered: root.workspace.removeFolder(root.itemId)
            }
        }
    }
}
