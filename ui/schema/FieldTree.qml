import QtQuick
import Hadal.Controls
import Hadal.Schema
import Hadal.Theme

// The fields of a schema. Arrows walk and fold, Alt and arrows move a field, Delete, Ctrl D, Insert and F2 do what
// they do elsewhere.
FocusScope {
    id: root

    required property SchemaDocument document
    property string problem: ""

    signal nameWanted ///< the chosen field's name is to be typed

    implicitHeight: head.height + list.contentHeight + foot.height
    Accessible.role: Accessible.Tree
    Accessible.name: qsTr("Fields")

    function takeFocus() { list.forceActiveFocus(Qt.TabFocusReason); }
    function follow() {
        list.currentIndex = root.document.fields.rowOf(root.document.current);
        list.positionViewAtIndex(list.currentIndex, ListView.Contain);
    }
    function tell(problem: string) { root.problem = problem; }
    function add() {
        root.tell(root.document.add());
        if (root.problem === "" && (root.document.place === FieldModel.Property))
            root.nameWanted();
    }

    Item {
        id: head
        width: parent.width
        height: 30
        component Head: Words {
            height: 30
            font: Theme.smallFont
            color: Theme.colors.text2
        }
        Head { x: 40; text: qsTr("Field") }
        Head { x: Math.round(Math.max(120, root.width * 0.36)) + 8; text: qsTr("Type") }
        Head { x: Math.round(Math.max(120, root.width * 0.36)) + Math.round(Math.max(84, root.width * 0.22)) + 8; text: qsTr("Description") }
        Line {
            anchors.bottom: parent.bottom
            width: parent.width
            height: Theme.hairline
            color: Theme.colors.line
        }
    }
    ListView {
        id: list

        property string dragged: ""
        property string target: ""
        property int how: SchemaDocument.Before

        function aim(y: real) {
            const at = list.mapFromItem(null, 0, y).y + list.contentY;
            const row = list.indexAt(10, Math.max(0, Math.min(list.contentHeight - 1, at)));
            const item = list.itemAtIndex(row) as FieldRow;
            list.target = "";
            if (!item)
                return;
            const part = (at - item.y) / item.height;
            const ways = part < 0.3 ? [SchemaDocument.Before] : part > 0.7 ? [SchemaDocument.After, SchemaDocument.Into]
                                                                           : [SchemaDocument.Into, SchemaDocument.After];
            for (const how of ways) {
                if (root.document.canDrop(list.dragged, item.pointer, how)) {
                    list.target = item.pointer;
                    list.how = how;
                    return;
                }
            }
        }

        anchors.top: head.bottom
        anchors.bottom: foot.top
        width: parent.width
        focus: true
        activeFocusOnTab: true
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        highlightMoveDuration: 0
        reuseItems: false
        model: root.document.fields
        Accessible.role: Accessible.Tree
        Accessible.name: qsTr("Fields")

        delegate: FieldRow {
            id: row
            required property int index
            width: list.width
            chosen: root.document.current === row.pointer
            focused: list.activeFocus && row.chosen
            opacity: list.dragged !== "" && list.dragged === row.pointer ? 0.5 : 1
            onClicked: {
                root.document.current = row.pointer;
                list.forceActiveFocus();
            }
            onDoubleClicked: root.nameWanted()
            onFoldToggled: root.document.fields.setOpen(row.pointer, !row.open)
            onDragged: (y) => {
                list.dragged = row.pointer;
                list.aim(y);
            }
            onDropped: {
                const from = list.dragged, to = list.target;
                list.dragged = list.target = "";
                if (to !== "")
                    root.tell(root.document.drop(from, to, list.how));
            }
            onDragCancelled: list.dragged = list.target = ""
            Rectangle { // where it would go
                visible: list.dragged !== "" && list.target === row.pointer
                y: list.how === SchemaDocument.After ? parent.height - 1 : list.how === SchemaDocument.Before ? -1 : 0
                width: parent.width
                height: list.how === SchemaDocument.Into ? parent.height : 2
                radius: list.how === SchemaDocument.Into ? Theme.radiusControl : 1
                color: list.how === SchemaDocument.Into ? "transparent" : Theme.colors.accent
                border.width: list.how === SchemaDocument.Into ? 2 : 0
                border.color: Theme.colors.accent
            }
        }
        Keys.onPressed: (event) => {
            const item = list.currentItem as FieldRow;
            const alt = event.modifiers & Qt.AltModifier;
            event.accepted = true;
            if (alt && (event.key === Qt.Key_Up || event.key === Qt.Key_Down))
                root.tell(root.document.move(event.key === Qt.Key_Up ? -1 : 1));
            else if (alt && (event.key === Qt.Key_Left || event.key === Qt.Key_Right))
                root.tell(root.document.nest(event.key === Qt.Key_Right));
            else if (event.key === Qt.Key_Up || event.key === Qt.Key_Down) {
                const at = root.document.fields.rowOf(root.document.current); // the list's own index is gone while it is made anew
                const next = root.document.fields.pointerAt(at + (event.key === Qt.Key_Up ? -1 : 1));
                if (next !== "" || at === 1)
                    root.document.current = next;
            } else if (event.key === Qt.Key_Home)
                root.document.current = "";
            else if (event.key === Qt.Key_End)
                root.document.current = root.document.fields.pointerAt(list.count - 1);
            else if (item && item.branch && (event.key === Qt.Key_Left || event.key === Qt.Key_Right))
                root.document.fields.setOpen(item.pointer, event.key === Qt.Key_Right);
            else if (event.key === Qt.Key_Delete)
                root.tell(root.document.remove());
            else if (event.key === Qt.Key_Insert)
                root.add();
            else if ((event.modifiers & Qt.ControlModifier) && event.key === Qt.Key_D)
                root.tell(root.document.duplicate());
            else if (event.key === Qt.Key_F2 || event.key === Qt.Key_Return)
                root.nameWanted();
            else
                event.accepted = false;
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
    Flow {
        id: foot
        anchors.bottom: parent.bottom
        x: 12
        width: parent.width - 12
        topPadding: 4
        spacing: 4
        PushButton {
            kind: PushButton.Quiet
            iconName: "plus"
            text: root.document.kind === FieldModel.Union ? qsTr("Add an alternative") : qsTr("Add a field")
            enabled: root.document.readable
            onClicked: root.add()
        }
        IconButton {
            implicitHeight: 32
            iconName: "copy"
            text: qsTr("Duplicate the field")
            keys: "Ctrl D"
            enabled: root.document.readable && root.document.place !== FieldModel.Root && root.document.place !== FieldModel.Item
            onClicked: root.tell(root.document.duplicate())
        }
        IconButton {
            implicitHeight: 32
            iconName: "chevronUp"
            text: qsTr("Move up")
            keys: "Alt Up"
            enabled: root.document.readable && root.document.place !== FieldModel.Root && root.document.place !== FieldModel.Item
            onClicked: root.tell(root.document.move(-1))
        }
        IconButton {
            implicitHeight: 32
            iconName: "chevronDown"
            text: qsTr("Move down")
            keys: "Alt Down"
            enabled: root.document.readable && root.document.place !== FieldModel.Root && root.document.place !== FieldModel.Item
            onClicked: root.tell(root.document.move(1))
        }
        IconButton {
            implicitHeight: 32
            iconName: "trash"
            text: qsTr("Delete the field")
            keys: "Del"
            enabled: root.document.readable && root.document.place !== FieldModel.Root
            onClicked: root.tell(root.document.remove())
        }
        Words {
            height: 32
            visible: root.problem !== ""
            text: root.problem
            font: Theme.smallFont
            color: Theme.colors.wrong
        }
    }
    Connections {
        target: root.document
        function onCurrentChanged() { root.follow(); }
        function onChanged() { root.problem = ""; }
    }
    Component.onCompleted: root.follow()
}
