import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Theme
import Hadal.Tools

// The tool that is shown: its form, and beside it what the model sees and how it runs. Where there is no room
// for both they are two tabs.
FocusScope {
    id: root

    required property ToolDesk desk
    required property Chat chat ///< that is open
    property bool beside: true
    property int tab: 0
    property real sideMargin: 32

    readonly property alias form: form
    readonly property alias preview: preview
    readonly property bool some: root.desk.current !== ""

    function newTool() {
        if (root.desk.create() === "")
            return;
        root.tab = 0;
        form.nameIt();
    }
    function importTools() { sheet.open(); }
    function takeFocus() { (root.beside || root.tab === 0 ? form : preview).forceActiveFocus(Qt.TabFocusReason); }

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Tools")

    Item {
        id: tabs
        width: parent.width
        height: visible ? 48 : 0
        visible: !root.beside && root.some
        Segments {
            x: root.sideMargin
            y: 10
            name: qsTr("Part of the page")
            choices: [qsTr("Form"), qsTr("Preview")]
            current: root.tab
            onChosen: (index) => root.tab = index
        }
    }
    ToolFormView {
        id: form
        anchors.top: tabs.bottom
        anchors.bottom: parent.bottom
        width: root.beside ? Math.min(620, Math.round(parent.width * 0.53)) : parent.width
        visible: root.some && (root.beside || root.tab === 0)
        focus: visible
        desk: root.desk
        sideMargin: root.sideMargin
    }
    Rectangle {
        anchors.top: tabs.bottom
        anchors.bottom: parent.bottom
        anchors.right: parent.right
        x: root.beside ? form.width : 0
        width: root.beside ? parent.width - form.width : parent.width
        visible: root.some && (root.beside || root.tab === 1)
        color: Theme.colors.window
        Line {
            width: Theme.hairline
            height: parent.height
            visible: root.beside
            color: Theme.colors.line
        }
        PreviewView {
            id: preview
            anchors.fill: parent
            desk: root.desk
            chat: root.chat
            sideMargin: root.beside ? 24 : root.sideMargin
        }
    }
    Column {
        anchors.centerIn: parent
        visible: !root.some
        spacing: 16
        Words {
            text: qsTr("A tool lets the model do something on this computer, when you allow it.")
            color: Theme.colors.text2
        }
        PushButton {
            anchors.horizontalCenter: parent.horizontalCenter
            kind: PushButton.Primary
            iconName: "plus"
            text: qsTr("New tool")
            onClicked: root.newTool()
        }
    }
    ImportToolsSheet {
        id: sheet
        desk: root.desk
    }
}
