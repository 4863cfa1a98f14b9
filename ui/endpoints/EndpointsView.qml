import QtQuick
import QtQuick.Window
import Hadal.Chat
import Hadal.Controls
import Hadal.Endpoints
import Hadal.Theme

// The endpoints: a list, and beside it the chosen one or its form. Where there is little room, the form has the
// place of both.
FocusScope {
    id: root

    required property EndpointDesk desk
    property bool editing: false
    property string notice: ""
    readonly property bool beside: root.width >= 560
    readonly property bool typing: root.Window.activeFocusItem instanceof TextEdit || root.Window.activeFocusItem instanceof TextInput
    readonly property bool none: (root.desk?.count ?? 0) === 0

    function begin() {
        if (root.none)
            root.edit("");
        else
            list.forceActiveFocus();
    }
    function edit(endpoint: string) {
        root.editing = true;
        root.notice = "";
        flick.contentY = 0;
        root.desk.trial.clear();
        form.begin(endpoint);
    }
    function leaveForm() {
        root.editing = false;
        flick.contentY = 0;
        root.desk.trial.clear();
        list.forceActiveFocus();
    }
    function choose(name: string) {
        for (let i = 0; i < list.count; ++i)
            if ((list.itemAtIndex(i) as EndpointRow)?.endpoint === name)
                list.currentIndex = i;
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
    }
    Connections {
        target: root.desk?.draft ?? null
        function onSaved(before, now) {
            root.leaveForm();
            root.choose(now);
        }
    }

    Column {
        id: left
        visible: root.beside || !root.editing
        width: root.beside ? 220 : parent.width
        height: root.beside ? parent.height : Math.min(190, parent.height / 2)
        spacing: 8
        PushButton {
            iconName: "plus"
            text: qsTr("Add")
            Accessible.name: qsTr("Add an endpoint")
            onClicked: root.edit("")
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
            highlightMoveDuration: 0
            model: root.desk
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Endpoints")
            onCurrentIndexChanged: if (!root.editing) {
                flick.contentY = 0;
                root.desk?.trial.clear();
            }
            Keys.onDeletePressed: if (list.currentItem) root.desk.remove((list.currentItem as EndpointRow).endpoint)
            Keys.onReturnPressed: if (list.currentItem) root.edit((list.currentItem as EndpointRow).endpoint)
            delegate: EndpointRow {
                width: list.width
                current: ListView.isCurrentItem
                onClicked: {
                    list.currentIndex = index;
                    if (root.editing)
                        root.leaveForm();
                }
            }
        }
    }
    Flickable {
        id: flick
        anchors.fill: parent
        anchors.leftMargin: root.beside ? left.width + 24 : 0
        anchors.topMargin: root.beside || root.editing ? 0 : left.height + 16
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        contentHeight: right.height + 8
        Column {
            id: right
            x: 3 // for the ring of what has the focus
            width: flick.width - 11
            topPadding: 3
            spacing: 12
            Banner {
                visible: root.notice !== "" || (root.desk?.warning ?? "") !== ""
                width: parent.width
                careful: true
                text: root.notice === "" ? (root.desk?.warning ?? "") : root.notice
            }
            Words {
                visible: !root.editing && root.none
                width: parent.width
                text: qsTr("No endpoints yet. An endpoint is a model that runs elsewhere: on SGLang, vLLM or llama.cpp, or a hosted service. What you write to it leaves this computer.")
                color: Theme.colors.text2
                wrapMode: Text.Wrap
            }
            EndpointDetail {
                readonly property EndpointRow row: list.currentItem as EndpointRow
                visible: !root.editing && !root.none && row !== null
                width: parent.width
                desk: root.desk
                endpoint: row?.endpoint ?? ""
                model: row?.model ?? ""
                host: row?.host ?? ""
                hasKey: row?.hasKey ?? false
                chosen: row?.chosen ?? false
                onEdited: root.edit(endpoint)
            }
            EndpointForm {
                id: form
                visible: root.editing
                width: parent.width
                desk: root.desk
                onCancelled: root.leaveForm()
            }
        }
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
