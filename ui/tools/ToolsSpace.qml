import QtQuick
import Hadal.Chat
import Hadal.Tools

// The page of tools with its header.
FocusScope {
    id: root

    required property ToolDesk desk
    required property Chat chat ///< that is open
    required property bool sidebarShown
    required property bool beside
    required property real sideMargin

    signal sidebarToggled

    readonly property alias form: page.form
    readonly property alias preview: page.preview

    function newTool() { page.newTool(); }
    function importTools() { page.importTools(); }
    function takeFocus() { page.takeFocus(); }

    ToolHeader {
        id: header
        width: parent.width
        desk: root.desk
        sidebarShown: root.sidebarShown
        onSidebarToggled: root.sidebarToggled()
    }
    ToolsPage {
        id: page
        anchors.top: header.bottom
        anchors.bottom: parent.bottom
        width: parent.width
        focus: true
        desk: root.desk
        chat: root.chat
        beside: root.beside
        sideMargin: root.sideMargin
    }
}
