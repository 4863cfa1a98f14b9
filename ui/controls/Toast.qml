import QtQuick
import QtQuick.Templates as T
import Hadal.Theme

// Says what was done and offers to undo it, or to go to where it can be seen. It stays for 8 s, longer under the pointer or with focus.
Rectangle {
    id: root

    property string text: ""
    readonly property bool shown: root.opacity > 0
    property string place ///< opened instead of undoing; empty: none
    property bool open: false

    signal undone
    signal placeWanted(string place)

    function show(words: string, place: string) {
        root.text = words;
        root.place = place;
        root.open = true;
        leave.restart();
    }
    function act() {
        if (!root.open)
            return;
        root.open = false;
        if (root.place === "")
            root.undone();
        else
            root.placeWanted(root.place);
    }

    implicitWidth: words.implicitWidth + button.implicitWidth + 28
    implicitHeight: 40
    radius: Theme.radiusCard
    color: Theme.colors.toast
    opacity: root.open ? 1 : 0
    visible: root.shown
    Accessible.role: Accessible.Notification // spoken when it appears
    Accessible.name: root.text

    Behavior on opacity {
        NumberAnimation { duration: root.open ? Theme.fold : Theme.fade; easing.type: Easing.OutCubic }
    }

    Timer {
        id: leave
        interval: 8000
        onTriggered: {
            if (hover.hovered || button.activeFocus)
                restart();
            else
                root.open = false;
        }
    }
    HoverHandler { id: hover }
    Words {
        id: words
        x: 14
        anchors.verticalCenter: parent.verticalCenter
        text: root.text
        color: Theme.colors.toastText
    }
    T.AbstractButton {
        id: button
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        implicitWidth: implicitContentWidth + 28
        implicitHeight: 40
        text: root.place === "" ? qsTr("Undo") : qsTr("Open folder")
        focusPolicy: Qt.TabFocus
        Accessible.name: button.text
        contentItem: IconWords {
            text: button.text
            color: Theme.colors.toastAction
        }
        background: Item {
            FocusRing {
                shown: button.visualFocus
                inside: true
            }
        }
        onClicked: root.act()
    }
}
