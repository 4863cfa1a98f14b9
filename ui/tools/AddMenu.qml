import QtQuick
import Hadal.Controls
import Hadal.Tools

// The ways to add tools.
Menu {
    id: root

    required property ToolDesk desk

    signal newWanted
    signal importWanted
    signal setWanted

    MenuRow {
        iconName: "plus"
        text: qsTr("New tool")
        onTriggered: root.newWanted()
    }
    MenuRow {
        iconName: "download"
        text: qsTr("Import…")
        onTriggered: root.importWanted()
    }
    MenuRow {
        iconName: "folder"
        text: qsTr("New set")
        onTriggered: root.setWanted()
    }
    Repeater {
        model: root.desk.examples
        MenuRow {
            id: row
            required property string modelData
            iconName: "copy"
            text: qsTr("Example: %1").arg(row.modelData)
            onTriggered: root.desk.addExample(row.modelData)
        }
    }
}
