import QtQuick
import QtQuick.Window
import Hadal.Chat
import Hadal.Schema
import Hadal.Controls
import Hadal.Mcp
import Hadal.Settings
import Hadal.Theme
import Hadal.Window

// The window: sidebar, header and page. Everything lies in one item that carries the zoom.
Window {
    id: root

    required property Workspace workspace
    required property Preferences preferences
    required property NetworkLedger network
    required property ServerDesk servers

    readonly property real innerWidth: root.width / Theme.zoom
    readonly property bool compact: root.innerWidth < 900
    readonly property Chat chat: root.workspace.chat

    width: 1200
    height: 800
    visible: false // until it has its place
    Component.onCompleted: {
        const area = root.preferences.windowArea;
        if (area.width > 0) {
            root.x = area.x;
            root.y = area.y;
            root.width = area.width;
            root.height = area.height;
        }
        root.visibility = root.preferences.maximized ? Window.Maximized : Window.Windowed;
    }
    onClosing: root.keepPlace()

    function keepPlace() {
        root.preferences.maximized = root.visibility === Window.Maximized;
        if (root.visibility === Window.Windowed)
            root.preferences.windowArea = Qt.rect(root.x, root.y, root.width, root.height);
    }
    minimumWidth: 560
    minimumHeight: 480
    color: Theme.colors.surface
    title: root.chat.title === "" ? "Hadal" : root.chat.title + " – Hadal"

    Binding { target: Theme; property: "dark"; value: root.preferences.dark }
    Binding { target: Theme; property: "contrast"; value: root.preferences.contrast }
    Binding { target: Theme; property: "zoom"; value: root.preferences.zoom }
    Binding { target: Theme; property: "readingSize"; value: root.preferences.readingSize }
    Binding { target: Theme; property: "reduceMotion"; value: root.preferences.reduceMotion }

    Commands { id: commands }
    Instantiator {
        model: commands.all
        delegate: Shortcut {
            required property Command modelData
            sequence: modelData.keys
            enabled: modelData.keys !== "" && (modelData.act !== "undo" || !frame.typing)
            onActivated: frame.run(modelData.act)
        }
    }
    Shortcut { sequence: "Ctrl+="; onActivated: frame.run("larger") }
    Shortcut { sequence: "Escape"; onActivated: frame.dismiss() }
    Shortcut { sequence: "F6"; onActivated: frame.cycleFocus(1) }
    Shortcut { sequence: "Shift+F6"; onActivated: frame.cycleFocus(-1) }

    Connections {
        target: root.workspace.acts
        function onHappened(what) { toast.show(what); }
    }
    Connections {
        target: root.workspace
        function onChatChanged() {
            frame.sidebarOver = false;
            schemas.active = false;
            page.composer.takeFocus();
        }
    }

    Item {
        id: frame

        property bool sidebarOver: false ///< in the compact layout
        readonly property bool sidebarBeside: !root.compact && root.preferences.sidebarShown
        readonly property bool typing: root.activeFocusItem instanceof TextEdit || root.activeFocusItem instanceof TextInput

        function newChat(folder: string) {
            root.workspace.newChat(folder);
            frame.sidebarOver = false;
            page.composer.takeFocus();
        }
        function lastOf(fromPerson: bool): string {
            return root.chat.turns.lastMessage(fromPerson);
        }
        function run(id: string) {
            const here = [root.chat.id];
            switch (id) {
            case "new": return frame.newChat("");
            case "palette": return palette.open();
            case "find": return root.chat.turns.count > 0 ? page.openFind() : undefined;
            case "sidebar": return frame.toggleSidebar();
            case "branches": return header.openBranches();
            case "settings": return header.openSettings();
            case "attach": return page.composer.pickFiles();
            case "regenerate": return root.chat.regenerate(frame.lastOf(false));
            case "continue": return root.chat.continueAnswer(frame.lastOf(false));
            case "editlast": return page.editMessage(frame.lastOf(true));
            case "copylast": return root.workspace.copy(root.chat.turns.contentOf(frame.lastOf(false)));
            case "think": root.chat.settings.thinking = !root.chat.settings.thinking; return;
            case "previous": return root.workspace.open(root.workspace.sidebar.neighbour(root.chat.id, -1));
            case "next": return root.workspace.open(root.workspace.sidebar.neighbour(root.chat.id, 1));
            case "rename": return frame.rename(root.chat.id);
            case "duplicate": return root.workspace.duplicate(root.chat.id);
            case "pin": return root.workspace.setPinned(here, !root.workspace.sidebar.isPinned(root.chat.id));
            case "archive": return root.workspace.setArchived(here, !root.workspace.sidebar.isArchived(root.chat.id));
            case "remove": return root.workspace.remove(here);
            case "bin": return bin.open();
            case "network": return network.open();
            case "servers": return servers.open();
            case "log": Qt.openUrlExternally(root.preferences.folder); return;
            case "undo": return frame.undo();
            case "larger": root.preferences.zoom += 0.1; return;
            case "smaller": root.preferences.zoom -= 0.1; return;
            case "normal": root.preferences.zoom = 1; return;
            case "shortcuts": return shortcuts.open();
            case "quit": return root.close();
            }
        }
        function rename(conversation: string) {
            if (root.workspace.sidebar.rowOf(conversation) < 0)
                return;
            if (!sidebar.visible)
                frame.toggleSidebar();
            sidebar.actions.renaming = conversation;
        }
        function undo() {
            toast.open = false;
            root.workspace.acts.undo();
        }
        function toggleSidebar() {
            if (root.compact)
                frame.sidebarOver = !frame.sidebarOver;
            else
                root.preferences.sidebarShown = !root.preferences.sidebarShown;
        }
        function openSchemas() {
            frame.sidebarOver = false;
            schemas.active = true;
            schemas.forceActiveFocus(Qt.TabFocusReason);
        }
        function dismiss() {
            if (schemas.active && !frame.sidebarOver) {
                schemas.active = false;
                page.composer.takeFocus();
            } else if (frame.sidebarOver)
                frame.sidebarOver = false;
            else if (root.chat.answering)
                root.chat.stop();
            else if (page.finding)
                page.closeFind();
            else
                page.composer.takeFocus();
        }
        function cycleFocus(step: int) {
            const stops = [sidebar, page.conversation, page.composer];
            let at = 2;
            for (let i = 0; i < 3; ++i) {
                if (stops[i].activeFocus)
                    at = i;
            }
            do
                at = (at + step + 3) % 3;
            while (!stops[at].visible);
            stops[at].forceActiveFocus(step > 0 ? Qt.TabFocusReason : Qt.BacktabFocusReason);
        }

        width: root.innerWidth
        height: root.height / Theme.zoom
        scale: Theme.zoom
        transformOrigin: Item.TopLeft

        Item {
            id: content
            x: frame.sidebarBeside ? sidebar.width : 0
            width: parent.width - x
            height: parent.height

            ChatHeader {
                id: header
                width: parent.width
                workspace: root.workspace
                sidebarShown: frame.sidebarBeside
                onSidebarToggled: frame.toggleSidebar()
                onNewChat: frame.newChat("")
                onFindWanted: page.openFind()
            }
            ChatPage {
                id: page
                anchors.top: header.bottom
                anchors.bottom: parent.bottom
                width: parent.width
                focus: true
                workspace: root.workspace
                sideMargin: root.compact ? 24 : 32
                onSettingsWanted: header.openSettings()
                onSchemasWanted: frame.openSchemas()
            }
            Loader {
                id: schemas
                anchors.fill: parent
                active: false
                focus: active
                sourceComponent: SchemasPage {
                    focus: true
                    library: root.workspace.schemas
                    writer: root.workspace.examples
                    onClosed: frame.dismiss()
                    onCopied: (text) => root.workspace.copy(text)
                }
            }
            Toast {
                id: toast
                anchors.horizontalCenter: parent.horizontalCenter
                y: page.y + page.composerTop - height - 16
                onUndone: root.workspace.acts.undo()
            }
        }
        Rectangle {
            anchors.fill: parent
            visible: frame.sidebarOver && root.compact
            color: Theme.colors.scrim
            TapHandler { onTapped: frame.sidebarOver = false }
        }
        Sidebar {
            id: sidebar
            visible: frame.sidebarBeside || (root.compact && frame.sidebarOver)
            height: parent.height
            width: root.preferences.sidebarWidth
            workspace: root.workspace
            preferences: root.preferences
            onHidden: frame.toggleSidebar()
            onNewChat: (folder) => frame.newChat(folder)
            onSearchWanted: palette.open()
            onBinWanted: bin.open()
            onSchemasWanted: frame.openSchemas()
            onChosen: (conversation) => {
                root.workspace.open(conversation);
                frame.sidebarOver = false;
            }
        }
    }
    SearchPalette {
        id: palette
        workspace: root.workspace
        commands: commands
        onCommand: (id) => {
            page.composer.takeFocus();
            frame.run(id);
        }
    }
    BinSheet {
        id: bin
        workspace: root.workspace
    }
    ShortcutSheet {
        id: shortcuts
        commands: commands
    }
    ServersSheet {
        id: servers
        desk: root.servers
    }
    Connections {
        target: root.servers
        function onPromptRead(text) {
            servers.close();
            root.chat.draft = root.chat.draft === "" ? text : root.chat.draft + "\n\n" + text;
            page.composer.takeFocus();
        }
        function onResourceRead(name, text) {
            servers.close();
            root.chat.files.addText(name, text);
            page.composer.takeFocus();
        }
    }
    NetworkSheet {
        id: network
        ledger: root.network
    }
}
