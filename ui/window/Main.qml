import QtQuick
import QtQuick.Window
import Hadal.Chat
import Hadal.Controls
import Hadal.Settings
import Hadal.Theme

// The window: sidebar, header and page. Everything lies in one item that carries the zoom.
Window {
    id: root

    required property Workspace workspace
    required property Preferences preferences

    readonly property real innerWidth: root.width / Theme.zoom
    readonly property bool compact: root.innerWidth < 900
    readonly property Chat chat: root.workspace.chat

    width: 1200
    height: 800
    minimumWidth: 560
    minimumHeight: 480
    visible: true
    color: Theme.colors.surface
    title: root.chat.title === "" ? "Hadal" : root.chat.title + " – Hadal"

    Binding { target: Theme; property: "dark"; value: root.preferences.dark }
    Binding { target: Theme; property: "contrast"; value: root.preferences.contrast }
    Binding { target: Theme; property: "zoom"; value: root.preferences.zoom }
    Binding { target: Theme; property: "readingSize"; value: root.preferences.readingSize }
    Binding { target: Theme; property: "reduceMotion"; value: root.preferences.reduceMotion }

    Shortcut { sequence: "Ctrl+N"; onActivated: frame.newChat() }
    Shortcut { sequence: "Ctrl+B"; onActivated: frame.toggleSidebar() }
    Shortcut { sequence: "Escape"; onActivated: frame.dismiss() }
    Shortcut { sequence: "F6"; onActivated: frame.cycleFocus(1) }
    Shortcut { sequence: "Shift+F6"; onActivated: frame.cycleFocus(-1) }
    Shortcut { sequence: "Ctrl+Z"; enabled: toast.open && !frame.typing; onActivated: toast.undo() }
    Shortcut { sequences: ["Ctrl++", "Ctrl+="]; onActivated: root.preferences.zoom += 0.1 }
    Shortcut { sequence: "Ctrl+-"; onActivated: root.preferences.zoom -= 0.1 }
    Shortcut { sequence: "Ctrl+0"; onActivated: root.preferences.zoom = 1 }
    Shortcut { sequence: "Ctrl+Q"; onActivated: root.close() }

    Connections {
        target: root.workspace
        function onRemoved(title) { toast.show(qsTr("“%1” deleted").arg(frame.shorten(title))); }
        function onChatChanged() {
            frame.sidebarOver = false;
            page.composer.forceActiveFocus();
        }
    }

    Item {
        id: frame

        property bool sidebarOver: false ///< in the compact layout
        readonly property bool sidebarBeside: !root.compact && root.preferences.sidebarShown
        readonly property bool typing: root.activeFocusItem instanceof TextEdit || root.activeFocusItem instanceof TextInput

        function shorten(title: string): string {
            return title.length <= 32 ? title : title.slice(0, 31) + "…";
        }
        function newChat() {
            root.workspace.newChat();
            frame.sidebarOver = false;
            page.composer.forceActiveFocus();
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
            else if (root.chat.answering)
                root.chat.stop();
            else
                page.composer.forceActiveFocus();
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
                title: root.chat.title
                sidebarShown: frame.sidebarBeside
                onSidebarToggled: frame.toggleSidebar()
                onNewChat: frame.newChat()
            }
            ChatPage {
                id: page
                anchors.top: header.bottom
                anchors.bottom: parent.bottom
                width: parent.width
                focus: true
                workspace: root.workspace
                sideMargin: root.compact ? 24 : 32
            }
            Toast {
                id: toast
                anchors.horizontalCenter: parent.horizontalCenter
                y: page.y + page.composerTop - height - 16
                onUndone: root.workspace.undoRemove()
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
            onNewChat: frame.newChat()
            onChosen: (conversation) => {
                root.workspace.open(conversation);
                frame.sidebarOver = false;
            }
        }
    }
}
