import QtQuick
import QtQuick.Window
import Hadal.Chat
import Hadal.Controls
import Hadal.Mcp
import Hadal.Theme

// The servers: a list, and beside it the chosen one, its form, or a text to import.
FocusScope {
    id: root

    required property ServerDesk desk
    property string mode: "detail" ///< or "form", "import"
    property string notice: ""
    readonly property bool typing: root.Window.activeFocusItem instanceof TextEdit || root.Window.activeFocusItem instanceof TextInput

    function begin() { root.show("detail", ""); }
    function choose(name: string) {
        for (let i = 0; i < list.count; ++i)
            if ((list.itemAtIndex(i) as ServerRow)?.server === name)
                list.currentIndex = i;
    }
    function show(mode: string, server: string) {
        root.mode = mode;
        root.notice = "";
        flick.contentY = 0;
        if (mode === "form")
            form.begin(server);
        else if (mode === "detail")
            list.forceActiveFocus();
    }

    Shortcut {
        sequence: "Ctrl+Z"
        enabled: !root.typing && !(root.desk?.acts.empty ?? true)
        onActivated: toast.undoLast()
    }
    Connections {
        target: root.desk?.acts ?? null
        function onHappened(what) { toast.show(what, ""); }
    }
    Connections {
        target: root.desk
        function onFailed(why) { root.notice = why; }
        function onImported() { root.show("detail", ""); }
    }

    Column {
        id: left
        width: root.width < 620 ? 148 : 220
        height: parent.height
        spacing: 8
        Flow {
            width: parent.width
            spacing: 8
            PushButton {
                iconName: "plus"
                text: qsTr("Add")
                Accessible.name: qsTr("Add a server")
                onClicked: root.show("form", "")
            }
            PushButton {
                text: qsTr("Import")
                Accessible.name: qsTr("Import servers from JSON")
                onClicked: root.show("import", "")
            }
        }
        ListView {
            id: list
            width: parent.width
            height: parent.height - y
            focus: true
            activeFocusOnTab: true
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            keyNavigationEnabled: true
            model: root.desk
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Servers")
            onCountChanged: if (list.currentIndex < 0 && list.count > 0) list.currentIndex = 0
            onCurrentIndexChanged: if (root.mode === "detail") flick.contentY = 0
            Keys.onDeletePressed: if (list.currentItem) root.desk.remove((list.currentItem as ServerRow).server)
            Keys.onReturnPressed: if (list.currentItem) root.show("form", (list.currentItem as ServerRow).server)
            delegate: ServerRow {
                width: list.width
                chosen: ListView.isCurrentItem
                Keys.onSpacePressed: root.desk.setEnabled(server, !on)
                onClicked: {
                    list.currentIndex = index;
                    root.show("detail", "");
                }
            }
        }
    }
    Flickable {
        id: flick
        anchors.fill: parent
        anchors.leftMargin: left.width + (root.width < 620 ? 16 : 24)
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        contentHeight: right.height + 8
        Column {
            id: right
            width: flick.width - 8
            spacing: 12
            Banner {
                visible: root.notice !== "" || (root.desk?.warning ?? "") !== ""
                width: parent.width
                careful: true
                text: root.notice === "" ? (root.desk?.warning ?? "") : root.notice
            }
            Words {
                visible: root.mode === "detail" && (root.desk?.count ?? 0) === 0
                width: parent.width
                text: qsTr("No servers yet. A server offers tools, texts and prompts by the Model Context Protocol: add a program or an address, or import what its README shows.")
                color: Theme.colors.text2
                wrapMode: Text.Wrap
            }
            ServerDetail {
                readonly property ServerRow row: list.currentItem as ServerRow
                visible: root.mode === "detail" && (root.desk?.count ?? 0) > 0 && row !== null
                width: parent.width
                desk: root.desk
                server: row?.server ?? ""
                on: row?.on ?? false
                problem: row?.problem ?? ""
                reach: row?.reach ?? ""
                onEdited: root.show("form", server)
            }
            ServerForm {
                id: form
                visible: root.mode === "form"
                width: parent.width
                desk: root.desk
                onSaved: name => {
                    root.show("detail", "");
                    root.choose(name);
                }
                onCancelled: root.show("detail", "")
            }
            ImportForm {
                visible: root.mode === "import"
                width: parent.width
                desk: root.desk
                onCancelled: root.show("detail", "")
            }
        }
    }
    ScrollMark {
        anchors.right: parent.right
        anchors.rightMargin: -6
        height: parent.height
        orientation: Qt.Vertical
        size: flick.visibleArea.heightRatio
        position: flick.visibleArea.yPosition
        onPositionChanged: if (pressed) flick.contentY = position * flick.contentHeight
    }
    Toast {
        id: toast
        function undoLast() {
            toast.open = false;
            root.desk.acts.undo();
        }
        anchors.horizontalCenter: parent.horizontalCenter
        y: parent.height - height - 8
        onUndone: root.desk.acts.undo()
    }
}
