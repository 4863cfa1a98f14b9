import QtQuick
import Hadal.Chat
import Hadal.Window

// Everything that can be done without a pointer, once: the palette lists it and the sheet of shortcuts shows it.
QtObject {
    id: root

    /// What is done to chats.
    readonly property list<Command> ofChats: [
        Command { act: "new"; name: qsTr("New chat"); keys: "Ctrl+N"; iconName: "edit" },
        Command { act: "find"; name: qsTr("Find in this chat"); keys: "Ctrl+F"; iconName: "search" },
        Command { act: "branches"; name: qsTr("Branches"); keys: "Ctrl+Shift+B"; iconName: "branch" },
        Command { act: "inside"; name: qsTr("Look inside the model"); keys: "Ctrl+I"; iconName: "panel" },
        Command { act: "settings"; name: qsTr("Settings of this chat"); keys: "Ctrl+,"; iconName: "sliders" },
        Command { act: "attach"; name: qsTr("Attach text files"); keys: "Ctrl+U"; iconName: "attach" },
        Command { act: "regenerate"; name: qsTr("Answer again"); keys: "Ctrl+R"; iconName: "retry" },
        Command { act: "continue"; name: qsTr("Continue the answer"); keys: "Ctrl+Shift+Return"; iconName: "play" },
        Command { act: "editlast"; name: qsTr("Edit my last message"); keys: "Ctrl+E"; iconName: "edit" },
        Command { act: "copylast"; name: qsTr("Copy the last answer"); keys: "Ctrl+Shift+C"; iconName: "copy" },
        Command { act: "think"; name: qsTr("Think first, or answer at once"); keys: "Ctrl+T"; iconName: "lamp" },
        Command { act: "previous"; name: qsTr("Chat above"); keys: "Ctrl+PgUp"; iconName: "chevronUp" },
        Command { act: "next"; name: qsTr("Chat below"); keys: "Ctrl+PgDown"; iconName: "chevronDown" },
        Command { act: "rename"; name: qsTr("Rename this chat"); iconName: "edit" },
        Command { act: "duplicate"; name: qsTr("Duplicate this chat"); iconName: "copy" },
        Command { act: "pin"; name: qsTr("Pin or unpin this chat"); iconName: "pin" },
        Command { act: "archive"; name: qsTr("Archive this chat"); iconName: "archive" },
        Command { act: "remove"; name: qsTr("Move this chat to the bin"); iconName: "trash" },
        Command { act: "export"; name: qsTr("Export this chat"); keys: "Ctrl+Shift+E"; iconName: "export" },
        Command { act: "exportall"; name: qsTr("Export all chats"); iconName: "export" },
        Command { act: "import"; name: qsTr("Import chats"); keys: "Ctrl+O"; iconName: "download" }
    ]

    /// What can be done on every page.
    readonly property list<Command> everywhere: [
        Command { act: "palette"; name: qsTr("Search all chats"); keys: "Ctrl+K"; iconName: "search" },
        Command { act: "sidebar"; name: qsTr("Show or hide the sidebar"); keys: "Ctrl+B"; iconName: "sidebar" },
        Command { act: "chats"; name: qsTr("Chats"); keys: "Ctrl+1"; iconName: "chat" },
        Command { act: "tools"; name: qsTr("Tools"); keys: "Ctrl+2"; iconName: "tool" },
        Command { act: "schemas"; name: qsTr("Schemas"); keys: "Ctrl+3"; iconName: "braces" },
        Command { act: "newtool"; name: qsTr("New tool"); iconName: "tool" },
        Command { act: "importtools"; name: qsTr("Import tools"); iconName: "download" },
        Command { act: "bin"; name: qsTr("Bin"); iconName: "trash" },
        Command { act: "network"; name: qsTr("Network connections"); iconName: "globe" },
        Command { act: "servers"; name: qsTr("Servers of tools"); iconName: "terminal" },
        Command { act: "endpoints"; name: qsTr("Endpoints"); iconName: "globe" },
        Command { act: "model"; name: qsTr("Choose the model"); keys: "Ctrl+M"; iconName: "chip" },
        Command { act: "log"; name: qsTr("Open the folder of chats, presets and the log"); iconName: "folder" },
        Command { act: "undo"; name: qsTr("Undo"); keys: "Ctrl+Z"; iconName: "undo" },
        Command { act: "larger"; name: qsTr("Larger"); keys: "Ctrl++"; iconName: "plus" },
        Command { act: "smaller"; name: qsTr("Smaller"); keys: "Ctrl+-"; iconName: "minus" },
        Command { act: "normal"; name: qsTr("Normal size"); keys: "Ctrl+0"; iconName: "check" },
        Command { act: "shortcuts"; name: qsTr("Keyboard shortcuts"); keys: "F1"; iconName: "keys" },
        Command { act: "quit"; name: qsTr("Quit"); keys: "Ctrl+Q"; iconName: "close" }
    ]

    /// What the part that has the focus does; listed so that it can be looked up.
    readonly property list<Command> elsewhere: [
        Command { name: qsTr("Stop the answer, close what is open"); keys: "Esc" },
        Command { name: qsTr("Go round: chats, conversation, message, panel"); keys: "F6" },
        Command { name: qsTr("Send"); keys: "Return" },
        Command { name: qsTr("New line"); keys: "Shift+Return" },
        Command { name: qsTr("Take the new version while editing"); keys: "Ctrl+Return" },
        Command { name: qsTr("Turn above or below, in the conversation"); keys: "Up" },
        Command { name: qsTr("Into the turn, in the conversation"); keys: "Return" },
        Command { name: qsTr("Rename, in the list"); keys: "F2" },
        Command { name: qsTr("Pick several, in the list"); keys: "Ctrl+Space" },
        Command { name: qsTr("Move to the bin, in the list"); keys: "Del" }
    ]

    function shown(keys: string): string {
        return keys.replace("Return", qsTr("Enter")).replace("Space", qsTr("Space")).replace("PgDown", "PgDn").replace(/\+(?=.)/g, " ");
    }
    function isEverywhere(act: string): bool {
        for (let i = 0; i < root.everywhere.length; ++i) {
            if (root.everywhere[i].act === act)
                return true;
        }
        return false;
    }
    function fill(search: SearchModel) {
        search.clearCommands();
        for (let i = 0; i < root.ofChats.length; ++i)
            root.add(search, root.ofChats[i]);
        for (let i = 0; i < root.everywhere.length; ++i)
            root.add(search, root.everywhere[i]);
    }
    function add(search: SearchModel, command: Command) {
        search.addCommand(command.act, command.name, root.shown(command.keys), command.iconName);
    }
}
