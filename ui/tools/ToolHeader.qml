import QtQuick
import QtQuick.Dialogs
import Hadal.Controls
import Hadal.Theme
import Hadal.Tools

// The name of the tool, the sets it is in, and what can be done with it as a whole.
Item {
    id: root

    required property ToolDesk desk
    required property bool sidebarShown
    property string problem: ""

    readonly property bool some: root.desk.current !== ""

    signal sidebarToggled

    implicitHeight: 48

    IconButton {
        x: 12
        y: 10
        visible: !root.sidebarShown
        iconName: "sidebar"
        text: qsTr("Show the tools")
        keys: "Ctrl B"
        onClicked: root.sidebarToggled()
    }
    Words {
        id: title
        x: root.sidebarShown ? 20 : 52
        width: Math.min(implicitWidth, parent.width - x - acts.width - 120)
        height: parent.height
        text: root.some ? root.desk.form.name : qsTr("Tools")
        elide: Text.ElideRight
        font: Theme.titleFont
        Accessible.role: Accessible.Heading
        Accessible.name: text
    }
    Words {
        anchors.left: title.right
        anchors.leftMargin: 10
        anchors.right: acts.left
        anchors.rightMargin: 8
        height: parent.height
        text: root.problem !== "" ? root.problem : root.desk.builtIn ? (root.desk.altered ? qsTr("Built in, changed") : qsTr("Built in"))
            : root.desk.setsOfCurrent
        elide: Text.ElideRight
        color: root.problem !== "" ? Theme.colors.wrong : Theme.colors.text3
    }
    Row {
        id: acts
        anchors.right: parent.right
        anchors.rightMargin: 12
        y: 8
        spacing: 4
        PushButton {
            kind: PushButton.Quiet
            iconName: "undo"
            text: qsTr("Undo")
            enabled: !root.desk.acts.empty
            onClicked: root.desk.acts.undo()
        }
        PushButton {
            kind: PushButton.Quiet
            iconName: "share"
            text: qsTr("Export")
            enabled: root.some
            onClicked: dialog.active = true
        }
        IconButton {
            id: more
            y: 2
            iconName: "more"
            enabled: root.some
            text: qsTr("More")
            tipShown: !menu.visible
            onClicked: menu.open()
            Menu {
                id: menu
                x: more.width - width
                y: more.height + 6
                MenuRow {
                    iconName: "copy"
                    text: qsTr("Duplicate")
                    onTriggered: root.desk.duplicate(root.desk.current)
                }
                MenuRow {
                    iconName: "braces"
                    text: qsTr("Copy as JSON")
                    onTriggered: root.desk.copy([root.desk.current])
                }
                MenuRow {
                    iconName: "retry"
                    enabled: root.desk.altered
                    text: qsTr("As it came")
                    onTriggered: root.desk.revert(root.desk.current)
                }
                MenuRow {
                    iconName: "trash"
                    dangerous: true
                    enabled: !root.desk.builtIn
                    text: qsTr("Delete")
                    onTriggered: root.desk.remove(root.desk.current)
                }
            }
        }
    }
    Loader {
        id: dialog
        active: false
        sourceComponent: FileDialog {
            fileMode: FileDialog.SaveFile
            nameFilters: ["JSON (*.json)"]
            currentFile: currentFolder + "/" + root.desk.form.name + ".json"
            onAccepted: {
                root.problem = root.desk.exportFile(selectedFile, [root.desk.current]);
                dialog.active = false;
            }
            onRejected: dialog.active = false
            Component.onCompleted: open()
        }
    }
    Line {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.hairline
        color: Theme.colors.line
    }
}
