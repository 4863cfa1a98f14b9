import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Inside
import Hadal.Settings
import Hadal.Theme

// The chat with its header, and beside it, when it is wanted, the panel that looks inside the model.
FocusScope {
    id: root

    required property Workspace workspace
    required property Preferences preferences
    required property bool sidebarShown
    property real sideMargin: 32
    property bool modelChoosable: false

    readonly property alias header: header
    readonly property alias page: page
    readonly property alias panel: panel
    readonly property bool covered: panel.active && root.width < 760 ///< there is room for one of them only

    signal sidebarToggled
    signal newChat
    signal exportWanted
    signal schemasWanted
    signal modelWanted

    function toggleInside() {
        root.preferences.insideShown = !root.preferences.insideShown;
        if (root.preferences.insideShown)
            panel.forceActiveFocus(Qt.TabFocusReason);
        else
            page.composer.takeFocus();
    }

    Inside {
        id: looker
        chat: root.workspace.chat
        open: root.preferences.insideShown
        onLeft: popover.pointerLeft()
        onFound: (text, at, hovered) => {
            popover.quiet = hovered;
            const place = root.mapFromItem(text, at.x, at.y, 1, at.height);
            const below = place.y + place.height + 4;
            popover.x = Math.max(8, Math.min(place.x - 40, page.width - popover.width - 24));
            popover.y = below + popover.implicitHeight < root.height ? below : place.y - popover.implicitHeight - 4;
            popover.open();
        }
    }
    AnswerVoice {
        chat: root.workspace.chat
        heard: announcer.heard
        onSpoken: (text) => announcer.say(text)
    }
    Announcer {
        id: announcer
        Accessible.role: Accessible.Notification
        Accessible.name: announcer.text
    }
    SpeedHistory {
        id: speed
        chat: root.workspace.chat
        watching: root.preferences.insideShown
        bytesPerToken: root.workspace.model.bytesPerToken
    }
    ChatHeader {
        id: header
        width: page.width
        visible: !root.covered
        workspace: root.workspace
        sidebarShown: root.sidebarShown
        insideShown: root.preferences.insideShown
        onSidebarToggled: root.sidebarToggled()
        onNewChat: root.newChat()
        onFindWanted: page.openFind()
        onExportWanted: root.exportWanted()
        onInsideToggled: root.toggleInside()
    }
    ChatPage {
        id: page
        anchors.top: header.bottom
        anchors.bottom: parent.bottom
        width: root.covered ? root.width : root.width - (panel.active ? panel.width : 0)
        visible: !root.covered
        focus: true
        workspace: root.workspace
        passages: looker.marks
        modelChoosable: root.modelChoosable
        sideMargin: panel.active ? Math.max(44, root.sideMargin) : root.sideMargin // the map stands there
        onSettingsWanted: header.openSettings()
        onSchemasWanted: root.schemasWanted()
        onModelWanted: root.modelWanted()

        HeatMap {
            anchors.right: parent.right
            anchors.rightMargin: 14
            y: 8
            height: page.conversation.height - 16
            view: page.conversation
            passages: looker.passages
        }
    }
    Loader {
        id: panel
        anchors.right: parent.right
        active: root.preferences.insideShown
        visible: active
        width: root.covered ? root.width : Math.min(400, root.width * 0.42)
        height: parent.height
        sourceComponent: InsidePanel {
            focus: true
            inside: looker
            history: speed
            onClosed: root.toggleInside()
            onPassageWanted: (turn, place) => page.conversation.showPlace(turn, place)
        }
    }
    TokenPopover {
        id: popover
        inside: looker
    }
}
