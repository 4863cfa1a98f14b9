import QtQuick
import Hadal.Controls
import Hadal.Theme
import Hadal.Tools

// A row of the list: a tool, a set or a heading.
Item {
    id: root

    required property int kind
    required property int section
    required property string itemId
    required property string title
    required property string hint
    required property int size
    required property bool open
    required property bool inside
    required property bool wrong
    required property bool changed
    required property int index
    required property ToolDesk desk
    required property SetMenu menu
    required property bool listFocused

    signal chosen

    readonly property bool isTool: root.kind === ToolRows.Tool
    readonly property bool isSet: root.kind === ToolRows.Set
    readonly property bool isHeading: root.kind === ToolRows.Heading
    readonly property bool shown: root.isTool && root.desk.current === root.itemId
    readonly property bool renaming: root.isSet && root.menu.renaming === root.itemId
    readonly property string label: root.isHeading
        ? [qsTr("Your tools"), qsTr("Sets"), qsTr("Built in"), qsTr("MCP servers")][root.section] : root.title

    function act() {
        if (root.isTool) {
            root.desk.open(root.itemId);
            root.chosen();
        } else if (root.isSet) {
            root.desk.rows.setOpen(root.itemId, !root.open);
        }
    }
    function fold(open: bool) {
        if (root.isSet)
            root.desk.rows.setOpen(root.itemId, open);
    }
    function moveBy(by: int) {
        if (root.isTool && !root.inside)
            root.desk.move(root.itemId, by);
    }
    function remove() {
        if (root.isTool)
            root.desk.remove(root.itemId);
        else if (root.isSet)
            root.desk.removeSet(root.itemId);
    }
    function rename() {
        if (root.isSet)
            root.menu.renaming = root.itemId;
    }
    function openMenu() {
        if (!root.isHeading)
            root.menu.openFor(root, root.itemId, root.isSet, root.width - 40, 28);
    }

    implicitHeight: root.isHeading ? 34 : 30
    Accessible.role: root.isHeading ? Accessible.Heading : Accessible.ListItem
    Accessible.name: root.label
    Accessible.description: root.wrong ? qsTr("Cannot be used as it is") : root.isSet ? (root.open ? qsTr("Open") : qsTr("Folded")) : root.hint
    Accessible.selected: root.shown
    Accessible.onPressAction: root.act()

    Rectangle {
        x: 8
        width: parent.width - 16
        height: 30
        radius: Theme.radiusControl
        color: root.shown ? Theme.colors.selected : Theme.colors.hover
        visible: !root.isHeading && (root.shown || hover.hovered)
    }
    Item {
        x: 8
        width: parent.width - 16
        height: parent.height
        FocusRing { shown: root.listFocused; inside: true }
    }
    HoverHandler { id: hover }
    TapHandler { onTapped: root.act() }
    TapHandler {
        acceptedButtons: Qt.RightButton
        enabled: !root.isHeading
        onTapped: (point) => root.menu.openFor(root, root.itemId, root.isSet, point.position.x, point.position.y)
    }
    Icon {
        x: 20
        y: 8
        visible: root.isSet
        width: 14
        height: 14
        name: root.open ? "chevronDown" : "chevronRight"
        color: Theme.colors.text3
    }
    Icon {
        x: 36
        y: 7
        visible: root.isSet
        name: "folder"
        color: Theme.colors.text2
    }
    Words {
        id: words
        x: root.isSet || root.inside ? 60 : 20
        y: root.isHeading ? 12 : 0
        width: parent.width - x - 44
        height: root.isHeading ? 18 : 30
        visible: !root.renaming
        text: root.label
        elide: Text.ElideRight
        font: root.isHeading ? Theme.smallLabelFont : root.shown || root.isSet ? Theme.labelFont : Theme.uiFont
        color: root.isHeading ? Theme.colors.text3 : root.shown || root.isSet ? Theme.colors.text : Theme.colors.text2
    }
    Row {
        anchors.right: parent.right
        anchors.rightMargin: 20
        height: 30
        spacing: 6
        Words {
            visible: root.isSet
            height: 30
            text: root.size
            font: Theme.smallFont
            color: Theme.colors.text3
        }
        Icon {
            visible: root.changed && !root.wrong
            anchors.verticalCenter: parent.verticalCenter
            width: 13
            height: 13
            name: "edit"
            color: Theme.colors.text3
        }
        Icon {
            visible: root.wrong
            anchors.verticalCenter: parent.verticalCenter
            width: 13
            height: 13
            name: "warn"
            color: Theme.colors.careful
        }
    }
    Loader {
        x: words.x - 10
        width: parent.width - x - 10
        height: 30
        active: root.renaming
        sourceComponent: Field {
            text: root.title
            leftPadding: 10
            implicitHeight: 30
            Accessible.name: qsTr("Name of the set")
            Component.onCompleted: {
                selectAll();
                forceActiveFocus();
            }
            function leave() {
                root.menu.renaming = "";
                root.menu.focusWanted();
            }
            Keys.onShortcutOverride: (event) => event.accepted = event.key === Qt.Key_Escape
            Keys.onEscapePressed: leave()
            onAccepted: {
                root.desk.renameSet(root.itemId, text);
                leave();
            }
            onActiveFocusChanged: if (!activeFocus && root.renaming) root.menu.renaming = ""
        }
    }
}
