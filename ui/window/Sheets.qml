import QtQuick
import Hadal.Chat
import Hadal.Endpoints
import Hadal.Exchange
import Hadal.Mcp
import Hadal.Settings
import Hadal.Window

// The sheets over the window, each built when it is first wanted.
Item {
    id: root

    required property Workspace workspace
    required property NetworkLedger network
    required property ServerDesk servers
    property EndpointDesk endpoints: null
    property ModelTag modelTag: null ///< what the choice of the model is opened from
    required property Commands commands

    signal commanded(string act) ///< chosen in the palette
    signal written(string what, string folder)
    signal drafted ///< the draft has got something, and wants the focus

    function openPalette() { (palette.ready() as SearchPalette).open(); }
    function openBin() { (bin.ready() as BinSheet).open(); }
    function openShortcuts() { (shortcuts.ready() as ShortcutSheet).open(); }
    function openServers() { (servers.ready() as ServersSheet).open(); }
    function openEndpoints() { if (root.endpoints) (endpoints.ready() as EndpointsSheet).open(); }
    function chooseModel() { if (root.endpoints) (models.ready() as ModelMenu).open(); }
    function openNetwork() { (network.ready() as NetworkSheet).open(); }
    function exportChats(chats: list<string>, folder: string) { (exporting.ready() as ExportSheet).begin(chats, folder); }
    function pickImport() { (importing.ready() as ImportSheet).pick(); }
    function importFile(file: url) { (importing.ready() as ImportSheet).begin(file); }

    LazySheet {
        id: palette
        sourceComponent: SearchPalette {
            workspace: root.workspace
            commands: root.commands
            onCommand: act => root.commanded(act)
        }
    }
    LazySheet {
        id: bin
        sourceComponent: BinSheet { workspace: root.workspace }
    }
    LazySheet {
        id: shortcuts
        sourceComponent: ShortcutSheet { commands: root.commands }
    }
    LazySheet {
        id: servers
        sourceComponent: ServersSheet {
            id: sheet
            desk: root.servers
            function leave() {
                sheet.before = null; // the draft takes the focus
                sheet.close();
                root.drafted();
            }
            onPromptRead: text => {
                const chat = root.workspace.chat;
                chat.draft = chat.draft === "" ? text : chat.draft + "\n\n" + text;
                sheet.leave();
            }
            onResourceRead: (name, text) => {
                root.workspace.chat.files.addText(name, text);
                sheet.leave();
            }
        }
    }
    LazySheet {
        id: endpoints
        sourceComponent: EndpointsSheet { desk: root.endpoints }
    }
    LazySheet {
        id: models
        sourceComponent: ModelMenu {
            parent: root.modelTag
            y: -implicitHeight - 4
            desk: root.endpoints
            onVisibleChanged: root.modelTag.tipShown = !visible
            onEndpointsWanted: root.openEndpoints()
        }
    }
    LazySheet {
        id: network
        sourceComponent: NetworkSheet { ledger: root.network }
    }
    LazySheet {
        id: exporting
        sourceComponent: ExportSheet {
            workspace: root.workspace
            onWritten: (what, folder) => root.written(what, folder)
        }
    }
    LazySheet {
        id: importing
        sourceComponent: ImportSheet { workspace: root.workspace }
    }
}
