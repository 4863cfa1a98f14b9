import QtQuick
import Hadal.Controls
import Hadal.Markdown

// What can be done with selected text.
Menu {
    id: root

    required property SelectionArea area

    MenuRow {
        iconName: "copy"
        text: qsTr("Copy")
        keys: "Ctrl C"
        enabled: root.area.hasSelection()
        onTriggered: root.area.copy()
    }
    MenuRow {
        text: qsTr("Copy as Markdown")
        keys: "Ctrl Shift C"
        enabled: root.area.hasSelection()
        onTriggered: root.area.copyMarkdown()
    }
    MenuRow {
        text: qsTr("Select all")
        keys: "Ctrl A"
        onTriggered: root.area.selectAll()
    }
}
