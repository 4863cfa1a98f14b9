import QtQuick
import QtQuick.Templates as T
import Hadal.Controls
import Hadal.Tools

// What can be done with a row of the list: a tool or a set.
QtObject {
    id: root

    required property ToolDesk desk
    property string renaming: "" ///< the set whose name is being edited

    signal focusWanted

    function openFor(item: Item, id: string, isSet: bool, x: real, y: real) {
        const menu = (isSet ? setRows : toolRows).createObject(item, { itemId: id }) as Menu;
        menu.closed.connect(() => menu.destroy(1000));
        menu.popup(item, x, y);
    }

    readonly property Component toolRows: Component {
        Menu {
            id: menu
            property string itemId
            MenuRow {
                iconName: "copy"
                text: qsTr("Duplicate")
                keys: "Ctrl D"
                onTriggered: root.desk.duplicate(menu.itemId)
            }
            Repeater {
                model: root.desk.setIds
                MenuRow {
                    id: row
                    required property string modelData
                    required property int index
                    readonly property bool inside: root.desk.isInSet(row.modelData, menu.itemId)
                    iconName: row.inside ? "check" : "folder"
                    text: row.inside ? qsTr("In “%1”").arg(root.desk.setNames[row.index])
                                     : qsTr("Put into “%1”").arg(root.desk.setNames[row.index])
                    onTriggered: root.desk.setInSet(row.modelData, menu.itemId, !row.inside)
                }
            }
            MenuRow {
                iconName: "folder"
                text: qsTr("Put into a new set")
                onTriggered: root.renaming = root.desk.createSet(qsTr("New set"), menu.itemId)
            }
            MenuRow {
                iconName: "trash"
                dangerous: true
                text: qsTr("Delete")
                keys: qsTr("Del")
                onTriggered: root.desk.remove(menu.itemId)
            }
        }
    }
    readonly property Component setRows: Component {
        Menu {
            id: menu
            property string itemId
            MenuRow {
                iconName: "edit"
                text: qsTr("Rename")
                keys: "F2"
                onTriggered: root.renaming = menu.itemId
            }
            MenuRow {
                iconName: "trash"
                text: qsTr("Remove the set")
                keys: qsTr("Del")
                onTriggered: root.desk.removeSet(menu.itemId)
            }
        }
    }
}
