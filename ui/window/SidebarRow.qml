import QtQuick
import Hadal.Controls
import Hadal.Theme

// A conversation in the list.
Item {
    id: root

    required property string conversationId
    required property string title
    required property bool pinned
    required property bool draft
    required property bool answering
    required property date updated
    required property bool selected
    required property bool listFocused

    property bool renaming: false

    signal chosen
    signal renamed(string title)
    signal removed
    signal pinToggled

    readonly property bool hovered: hover.hovered || more.hovered || menu.opened

    function beginRename() { root.renaming = true; }
    function openMenu() { menu.popup(root, root.width - 40, 28); }

    implicitHeight: 30
    Accessible.role: Accessible.ListItem
    Accessible.name: root.title
    Accessible.description: root.answering ? qsTr("Answering") : root.draft ? qsTr("Draft kept") : ""
    Accessible.selected: root.selected
    Accessible.onPressAction: root.chosen()

    Rectangle {
        x: 8
        width: parent.width - 16
        height: 30
        radius: Theme.radiusControl
        color: root.selected ? Theme.colors.selected : Theme.colors.hover
        visible: root.selected || root.hovered
    }
    Item {
        x: 8
        width: parent.width - 16
        height: 30
        FocusRing { shown: root.listFocused; inside: true }
    }
    HoverHandler { id: hover }
    TapHandler {
        enabled: !root.renaming
        onTapped: root.chosen()
        onDoubleTapped: root.renaming = true
    }
    TapHandler {
        acceptedButtons: Qt.RightButton
        onTapped: (point) => menu.popup()
    }
    Words {
        x: 20
        width: parent.width - 20 - (root.hovered ? 44 : state.width + 24)
        height: 30
        visible: !root.renaming
        text: root.title
        elide: Text.ElideRight
        font: root.selected ? Theme.labelFont : Theme.uiFont
        color: root.selected ? Theme.colors.text : Theme.colors.text2
    }
    Row {
        id: state
        anchors.right: parent.right
        anchors.rightMargin: 20
        anchors.verticalCenter: parent.verticalCenter
        spacing: 6
        visible: !root.hovered && !root.renaming
        Icon {
            visible: root.draft
            anchors.verticalCenter: parent.verticalCenter
            width: 13
            height: 13
            name: "edit"
            color: Theme.colors.text3
        }
        Icon {
            visible: root.pinned
            anchors.verticalCenter: parent.verticalCenter
            width: 13
            height: 13
            name: "pin"
            color: Theme.colors.text3
        }
        Rectangle {
            visible: root.answering
            anchors.verticalCenter: parent.verticalCenter
            width: 7
            height: 7
            radius: 3.5
            color: Theme.colors.accent
        }
    }
    IconButton {
        id: more
        visible: root.hovered && !root.renaming
        anchors.right: parent.right
        anchors.rightMargin: 10
        y: 1
        iconName: "more"
        iconSize: 14
        focusPolicy: Qt.NoFocus
        tipShown: !menu.visible
        text: qsTr("More")
        onClicked: root.openMenu()
    }
    Tip {
        visible: hover.hovered && !menu.opened && !root.renaming
        delay: 900
        text: root.title + "\n" + root.updated.toLocaleString(Qt.locale(), Locale.ShortFormat)
    }
    Menu {
        id: menu
        MenuRow {
            iconName: "edit"
            text: qsTr("Rename")
            keys: "F2"
            onTriggered: root.renaming = true
        }
        MenuRow {
            iconName: "pin"
            text: root.pinned ? qsTr("Unpin") : qsTr("Pin")
            onTriggered: root.pinToggled()
        }
        MenuRow {
            iconName: "trash"
            text: qsTr("Delete")
            keys: qsTr("Del")
            dangerous: true
            onTriggered: root.removed()
        }
    }
    Loader {
        x: 10
        y: 0
        width: parent.width - 20
        height: 30
        active: root.renaming
        sourceComponent: Field {
            text: root.title
            leftPadding: 10
            implicitHeight: 30
            Accessible.name: qsTr("Title")
            Component.onCompleted: {
                selectAll();
                forceActiveFocus();
            }
            Keys.onShortcutOverride: (event) => event.accepted = event.key === Qt.Key_Escape
            Keys.onEscapePressed: root.renaming = false
            onAccepted: {
                root.renamed(text);
                root.renaming = false;
            }
            onActiveFocusChanged: if (!activeFocus) root.renaming = false
        }
    }
}
