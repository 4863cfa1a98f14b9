import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Theme

// The conversation. It follows what is being written until the reader scrolls away, and follows again when the
// reader comes back to the end; nothing else moves it.
FocusScope {
    id: root

    required property Chat chat
    property real columnWidth: Theme.column

    signal copied(string text)

    property bool following: true
    property int currentTurn: -1

    Accessible.role: Accessible.List
    Accessible.name: qsTr("Conversation")

    // Asked for, not bound: a binding may lag behind the change of height that is being handled.
    function end(): real { return Math.max(0, flick.contentHeight - flick.height); }
    function scrollTo(y: real) {
        flick.contentY = Math.max(0, Math.min(root.end(), y));
        root.following = flick.contentY >= root.end() - 2;
    }
    function scrollBy(distance: real) { root.scrollTo(flick.contentY + distance); }
    function toEnd() { root.scrollTo(root.end()); }
    function stay() {
        if (root.following || flick.contentY > root.end())
            flick.contentY = root.end();
    }
    function showTurn(index: int) {
        if (index < 0 || index >= turns.count)
            return;
        root.currentTurn = index;
        root.showWhole(turns.itemAt(index) as TurnShell);
    }
    function showWhole(turn: TurnShell) {
        if (turn.y < flick.contentY || turn.height > flick.height)
            root.scrollTo(turn.y);
        else if (turn.y + turn.height > flick.contentY + flick.height)
            root.scrollTo(turn.y + turn.height - flick.height + 24);
    }

    onChatChanged: {
        root.currentTurn = -1;
        root.following = true;
        root.stay();
    }
    onActiveFocusChanged: if (!root.activeFocus) root.currentTurn = -1

    Keys.onUpPressed: root.showTurn(root.currentTurn < 0 ? turns.count - 1 : root.currentTurn - 1)
    Keys.onDownPressed: root.showTurn(root.currentTurn < 0 ? turns.count - 1 : root.currentTurn + 1)
    Keys.onPressed: (event) => {
        const page = flick.height - 40;
        event.accepted = true;
        if (event.key === Qt.Key_PageUp)
            root.scrollBy(-page);
        else if (event.key === Qt.Key_PageDown || event.key === Qt.Key_Space)
            root.scrollBy(page);
        else if (event.key === Qt.Key_Home)
            root.scrollTo(0);
        else if (event.key === Qt.Key_End)
            root.toEnd();
        else
            event.accepted = false;
    }

    Flickable {
        id: flick
        anchors.fill: parent
        clip: true
        focus: true
        interactive: false
        contentWidth: width
        contentHeight: column.height + 44
        onContentHeightChanged: root.stay()
        onHeightChanged: root.stay()

        Column {
            id: column
            x: Math.round((flick.width - width) / 2)
            y: 20
            width: root.columnWidth

            Repeater {
                id: turns
                model: root.chat.turns
                TurnShell {
                    width: column.width
                    chat: root.chat
                    viewTop: flick.contentY
                    viewBottom: flick.contentY + flick.height
                    current: root.activeFocus && root.currentTurn === index
                    onCopied: (text) => root.copied(text)
                    onEditingBegan: {
                        root.following = false;
                        Qt.callLater(root.showWhole, this);
                    }
                    // A turn above the view that takes its true height must not move what is being read.
                    onResized: (before) => {
                        if (!root.following && y + before <= flick.contentY)
                            flick.contentY += measured - before;
                    }
                }
            }
        }
        WheelHandler {
            target: null
            acceptedModifiers: Qt.NoModifier
            onWheel: (event) => root.scrollBy(event.hasPixelDelta ? -event.pixelDelta.y : -event.angleDelta.y * 0.65)
        }
        DragHandler {
            target: null
            acceptedDevices: PointerDevice.TouchScreen
            property real last: 0
            onActiveChanged: last = 0
            onTranslationChanged: {
                root.scrollBy(last - translation.y);
                last = translation.y;
            }
        }
    }
    ScrollMark {
        id: bar
        anchors.right: parent.right
        height: parent.height
        orientation: Qt.Vertical
        size: flick.height / Math.max(1, flick.contentHeight)
        onPositionChanged: if (bar.pressed) root.scrollTo(bar.position * flick.contentHeight)

        Binding on position {
            when: !bar.pressed
            value: flick.contentY / Math.max(1, flick.contentHeight)
        }
    }
    ToEndButton {
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 12
        visible: !root.following && flick.contentHeight - flick.height - flick.contentY > 80
        onClicked: root.toEnd()
    }
}
