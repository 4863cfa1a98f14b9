import QtQuick
import QtQuick.Window
import Hadal.Chat
import Hadal.Controls
import Hadal.Endpoints
import Hadal.Exchange
import Hadal.Mcp
import Hadal.Schema
import Hadal.Settings
import Hadal.Theme
import Hadal.Tools
import Hadal.Window

// The window: sidebar, header and page. Everything lies in one item that carries the zoom.
Window {
    id: root

    required property Workspace workspace
    required property Preferences preferences
    required property NetworkLedger network
    required property ServerDesk servers
    required property ToolDesk desk
    property EndpointDesk endpoints: null

    readonly property real innerWidth: root.width / Theme.zoom
    readonly property bool compact: root.innerWidth < 900
    readonly property Chat chat: root.workspace.chat

    width: 1200
    height: 800
    visible: false // until it has its place
    Component.onCompleted: place.restore()
    onClosing: place.keep()

    /// Shows what a file would add.
    function importFile(file: url) { sheets.importFile(file); }

    minimumWidth: 560
    minimumHeight: 480
    color: Theme.colors.surface
    title: root.chat.title === "" ? "Hadal" : root.chat.title + " – Hadal"

    Binding { target: Theme; property: "dark"; value: root.preferences.dark }
    Binding { target: Theme; property: "contrast"; value: root.preferences.contrast }
    Binding { target: Theme; property: "language"; value: root.preferences.language }
    Binding { target: Theme; property: "face"; value: root.preferences.face }
    Binding { target: Theme; property: "codeFace"; value: root.preferences.codeFace }
    Binding { target: Theme; property: "zoom"; value: root.preferences.zoom }
    Binding { target: Theme; property: "readingSize"; value: root.preferences.readingSize }
    Binding { target: Theme; property: "reduceMotion"; value: root.preferences.reduceMotion }

    WindowPlace {
        id: place
        window: root
        preferences: root.preferences
    }
    Commands { id: all }
    Component {
        id: shortcut
        Shortcut {
            required property Command modelData
            sequence: modelData.keys
            enabled: modelData.keys !== "" && (modelData.act !== "undo" || !frame.typing)
            onActivated: frame.run(modelData.act)
        }
    }
    Instantiator { model: all.ofChats; delegate: shortcut }
    Instantiator { model: all.everywhere; delegate: shortcut }
    Shortcut { sequence: "Ctrl+="; onActivated: frame.run("larger") }
    Shortcut { sequence: "Escape"; onActivated: frame.dismiss() }
    Shortcut { sequence: "F6"; onActivated: frame.cycleFocus(1) }
    Shortcut { sequence: "Shift+F6"; onActivated: frame.cycleFocus(-1) }

    Connections {
        target: root.workspace.acts
        function onHappened(what) { toast.show(what, ""); }
    }
    Connections {
        target: root.desk.acts
        function onHappened(what) { toast.show(what, ""); }
    }
    Connections {
        target: root.workspace
        function onChatChanged() {
            frame.sidebarOver = false;
            frame.showPage("chats");
        }
    }

    Item {
        id: frame

        property bool sidebarOver: false ///< in the compact layout
        property string page: "chats" ///< or "tools", "schemas"
        readonly property bool onChats: frame.page === "chats"
        readonly property bool onTools: frame.page === "tools"
        readonly property UndoStack acts: frame.onTools ? root.desk.acts : root.workspace.acts
        readonly property ToolsSpace toolsSpace: tools.item as ToolsSpace
        readonly property bool sidebarBeside: !root.compact && root.preferences.sidebarShown
        readonly property bool typing: root.activeFocusItem instanceof TextEdit || root.activeFocusItem instanceof TextInput

        function showPage(name: string) {
            frame.page = name;
            if (frame.onTools) {
                tools.active = true;
                frame.toolsSpace.takeFocus();
            } else if (frame.onChats) {
                space.page.composer.takeFocus();
            } else {
                schemas.active = true;
                schemas.forceActiveFocus(Qt.TabFocusReason);
            }
        }
        function toTools(): ToolsSpace {
            frame.sidebarOver = false;
            frame.showPage("tools");
            return frame.toolsSpace;
        }
        function newChat(folder: string) {
            root.workspace.newChat(folder);
            frame.sidebarOver = false;
            frame.showPage("chats");
        }
        function lastOf(fromPerson: bool): string {
            return root.chat.turns.lastMessage(fromPerson);
        }
        function run(id: string) {
            const here = [root.chat.id];
            if (!frame.onChats && !all.isEverywhere(id))
                frame.showPage("chats");
            switch (id) {
            case "new": return frame.newChat("");
            case "palette": return sheets.openPalette();
            case "find": return root.chat.turns.count > 0 ? space.page.openFind() : undefined;
            case "sidebar": return frame.toggleSidebar();
            case "branches": return space.header.openBranches();
            case "settings": return space.header.openSettings();
            case "attach": return space.page.composer.pickFiles();
            case "regenerate": return root.chat.regenerate(frame.lastOf(false));
            case "continue": return root.chat.continueAnswer(frame.lastOf(false));
            case "editlast": return space.page.editMessage(frame.lastOf(true));
            case "copylast": return root.workspace.copy(root.chat.turns.contentOf(frame.lastOf(false)));
            case "think": root.chat.settings.thinking = !root.chat.settings.thinking; return;
            case "previous": return root.workspace.open(root.workspace.sidebar.neighbour(root.chat.id, -1));
            case "next": return root.workspace.open(root.workspace.sidebar.neighbour(root.chat.id, 1));
            case "rename": return frame.rename(root.chat.id);
            case "duplicate": return root.workspace.duplicate(root.chat.id);
            case "pin": return root.workspace.setPinned(here, !root.workspace.sidebar.isPinned(root.chat.id));
            case "archive": return root.workspace.setArchived(here, !root.workspace.sidebar.isArchived(root.chat.id));
            case "remove": return root.workspace.remove(here);
            case "inside": return space.toggleInside();
            case "chats": return frame.showPage("chats");
            case "tools": return frame.showPage("tools");
            case "schemas": frame.sidebarOver = false; return frame.showPage("schemas");
            case "newtool": return frame.toTools().newTool();
            case "importtools": return frame.toTools().importTools();
            case "export": return frame.exportChats(root.chat.stored ? here : [], "");
            case "exportall": return frame.exportChats([], "");
            case "import": return sheets.pickImport();
            case "bin": return sheets.openBin();
            case "network": return sheets.openNetwork();
            case "servers": return sheets.openServers();
            case "endpoints": return sheets.openEndpoints();
            case "model": return sheets.chooseModel();
            case "log": Qt.openUrlExternally(root.preferences.folder); return;
            case "undo": return frame.undo();
            case "larger": root.preferences.zoom += 0.1; return;
            case "smaller": root.preferences.zoom -= 0.1; return;
            case "normal": root.preferences.zoom = 1; return;
            case "shortcuts": return sheets.openShortcuts();
            case "quit": return root.close();
            }
        }
        function exportChats(chats: list<string>, folder: string) {
            root.chat.keep();
            sheets.exportChats(chats, folder);
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
            frame.acts.undo();
        }
        function toggleSidebar() {
            if (root.compact)
                frame.sidebarOver = !frame.sidebarOver;
            else
                root.preferences.sidebarShown = !root.preferences.sidebarShown;
        }
        function dismiss() {
            if (frame.sidebarOver)
                frame.sidebarOver = false;
            else if (frame.onTools)
                return;
            else if (!frame.onChats)
                frame.showPage("chats");
            else if (root.chat.answering)
                root.chat.stop();
            else if (space.page.finding)
                space.page.closeFind();
            else if (!space.page.conversation.leaveTurn())
                space.page.composer.takeFocus();
        }
        function cycleFocus(step: int) {
            const stops = frame.onTools ? [sidebar, frame.toolsSpace.form, frame.toolsSpace.preview]
                        : !frame.onChats ? [sidebar, schemas, schemas]
                                         : [sidebar, space.page.conversation, space.page.composer, space.panel];
            let at = 2;
            for (let i = 0; i < stops.length; ++i)
                at = stops[i].activeFocus ? i : at;
            do
                at = (at + step + stops.length) % stops.length;
            while (!stops[at].visible);
            if (stops[at] !== space.page.conversation || !space.page.conversation.toWaiting())
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

            ChatSpace {
                id: space
                anchors.fill: parent
                visible: frame.onChats
                focus: visible
                workspace: root.workspace
                preferences: root.preferences
                sidebarShown: frame.sidebarBeside
                sideMargin: root.compact ? 24 : 32
                modelChoosable: root.endpoints !== null
                onSidebarToggled: frame.toggleSidebar()
                onNewChat: frame.newChat("")
                onExportWanted: frame.run("export")
                onSchemasWanted: frame.run("schemas")
                onModelWanted: sheets.chooseModel()
            }
            Loader {
                id: schemas
                anchors.fill: parent
                active: false // until it is wanted
                visible: frame.page === "schemas"
                focus: visible
                sourceComponent: SchemasPage {
                    focus: true
                    library: root.workspace.schemas
                    writer: root.workspace.examples
                    onClosed: frame.dismiss()
                    onCopied: (text) => root.workspace.copy(text)
                }
            }
            Loader {
                id: tools
                anchors.fill: parent
                active: false // until it is wanted
                visible: frame.onTools
                focus: visible
                sourceComponent: ToolsSpace {
                    focus: true
                    desk: root.desk
                    chat: root.chat
                    sidebarShown: frame.sidebarBeside
                    beside: root.innerWidth >= 1300
                    sideMargin: root.compact ? 24 : 32
                    onSidebarToggled: frame.toggleSidebar()
                }
            }
            Toast {
                id: toast
                anchors.horizontalCenter: parent.horizontalCenter
                y: !frame.onChats ? parent.height - height - 24 : space.page.y + space.page.composerTop - height - 16
                onUndone: frame.acts.undo()
                onPlaceWanted: (place) => Qt.openUrlExternally(place)
            }
        }
        ImportDrop {
            anchors.fill: parent
            z: -1
            over: content
            onDropped: (file) => root.importFile(file)
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
            desk: root.desk
            page: frame.page
            onPageChosen: (page) => frame.showPage(page)
            onToolChosen: {
                frame.sidebarOver = false;
                frame.toolsSpace.takeFocus();
            }
            onToolWanted: frame.run("newtool")
            onToolImportWanted: frame.run("importtools")
            onHidden: frame.toggleSidebar()
            onNewChat: (folder) => frame.newChat(folder)
            onSearchWanted: frame.run("palette")
            onBinWanted: frame.run("bin")
            onExportWanted: (chats, folder) => frame.exportChats(chats, folder)
            onChosen: (conversation) => {
                root.workspace.open(conversation);
                frame.sidebarOver = false;
                frame.showPage("chats");
            }
        }
    }
    Sheets {
        id: sheets
        workspace: root.workspace
        network: root.network
        servers: root.servers
        endpoints: root.endpoints
        modelTag: space.page.composer.modelTag
        commands: all
        onCommanded: (id) => {
            if (frame.onChats)
                space.page.composer.takeFocus();
            frame.run(id);
        }
        onWritten: (what, folder) => toast.show(what, folder)
        onDrafted: space.page.composer.takeFocus()
    }
}
