import QtQuick
import Hadal.Controls
import Hadal.Theme
import Hadal.Tools

// The tools, with a field to find them in. It stands in the sidebar.
FocusScope {
    id: root

    required property ToolDesk desk

    signal chosen
    signal newWanted
    signal importWanted

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Tools")

    SetMenu {
        id: rowMenu
        desk: root.desk
        onFocusWanted: list.forceActiveFocus(Qt.TabFocusReason)
    }
    Field {
        id: search
        x: 12
        width: parent.width - 80
        placeholderText: qsTr("Find a tool")
        Accessible.name: qsTr("Find a tool")
        text: root.desk.rows.filter
        onTextEdited: root.desk.rows.filter = text
        Keys.onDownPressed: list.forceActiveFocus(Qt.TabFocusReason)
        Keys.onShortcutOverride: (event) => event.accepted = event.key === Qt.Key_Escape && search.text !== ""
        Keys.onEscapePressed: (event) => {
            event.accepted = search.text !== "";
            root.desk.rows.filter = "";
        }
    }
    Row {
        anchors.right: parent.right
        anchors.rightMargin: 12
        y: 2
        IconButton {
            iconName: "plus"
            text: qsTr("New tool")
            onClicked: root.newWanted()
        }
        IconButton {
            id: more
            iconName: "more"
            text: qsTr("More ways to add tools")
            tipShown: !add.visible
            onClicked: add.open()
            AddMenu {
                id: add
                y: more.height + 4
                desk: root.desk
                onNewWanted: root.newWanted()
                onImportWanted: root.importWanted()
                onSetWanted: rowMenu.renaming = root.desk.createSet(qsTr("New set"))
            }
        }
    }
    ListView {
        id: list
        anchors.top: search.bottom
        anchors.topMargin: 10
        anchors.bottom: parent.bottom
        width: parent.width
        focus: true
        clip: true
        activeFocusOnTab: true
        boundsBehavior: Flickable.StopAtBounds
        model: root.desk.rows
        keyNavigationEnabled: true
        highlightMoveDuration: 0
        currentIndex: 0
        reuseItems: false
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Tools")
        /// The row of the tool that is shown, however it came to be.
        function follow() {
            if (root.desk.current !== "" && (list.currentItem as ToolListRow)?.itemId !== root.desk.current)
                list.currentIndex = root.desk.rows.rowOf(root.desk.current);
        }
        Component.onCompleted: list.follow()
        Connections {
            target: root.desk
            function onShown() { list.follow(); }
        }
        delegate: ToolListRow {
            width: list.width
            desk: root.desk
            menu: rowMenu
            listFocused: list.activeFocus && ListView.isCurrentItem
            onChosen: {
                list.currentIndex = index;
                root.chosen();
            }
        }
        Keys.onPressed: (event) => {
            const row = list.currentItem as ToolListRow;
            event.accepted = true;
            if (!row)
                event.accepted = false;
            else if (event.modifiers & Qt.AltModifier && (event.key === Qt.Key_Up || event.key === Qt.Key_Down))
                row.moveBy(event.key === Qt.Key_Up ? -1 : 1);
            else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter || event.key === Qt.Key_Space)
                row.act();
            else if (event.key === Qt.Key_Delete)
                row.remove();
            else if (event.key === Qt.Key_F2)
                row.rename();
            else if (event.modifiers & Qt.ControlModifier && event.key === Qt.Key_D)
                root.desk.duplicate(row.itemId);
            else if (event.key === Qt.Key_Menu || (event.modifiers & Qt.ShiftModifier && event.key === Qt.Key_F10))
                row.openMenu();
            else if (event.key === Qt.Key_Left || event.key === Qt.Key_Right)
                row.fold(event.key === Qt.Key_Right);
            else
                event.accepted = false;
        }
        Words {
            x: 20
            width: parent.width - 40
            visible: list.count === 0
            text: qsTr("No tool is called so.")
            color: Theme.colors.text3
            wrapMode: Text.Wrap
        }
        ScrollMark {
            anchors.right: parent.right
            height: parent.height
            orientation: Qt.Vertical
            size: list.visibleArea.heightRatio
            position: list.visibleArea.yPosition
            onPositionChanged: if (pressed) list.contentY = list.originY + position * list.contentHeight
        }
    }
}
