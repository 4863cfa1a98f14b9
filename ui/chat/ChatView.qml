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

    property FindModel marks: null ///< where a text that is looked for occurs

    signal copied(string text)
    signal forked(string message)

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
    /// A place within a turn, 0 to 1 from its top.
    function showPlace(index: int, place: real) {
        const turn = turns.itemAt(index) as TurnShell;
        if (!turn)
            return;
        root.currentTurn = index;
        const y = turn.y + place * turn.height;
        if (y < flick.contentY + 40 || y > flick.contentY + flick.height - 60)
            root.scrollTo(y - flick.height / 3);
    }
    function beginEdit(index: int) {
        const turn = turns.itemAt(index) as TurnShell;
        if (!turn)
            return;
        root.showTurn(index);
        turn.startEdit();
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
    onActiveFocusChanged: if (!root.activeFocus && root.marks === null) root.currentTurn = -1

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
                    current: (root.activeFocus || root.marks !== null) && root.currentTurn === index
                    onCopied: (text) => root.copied(text)
                    onForked: root.forked(messageId)
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
    Repeater {
        model: root.marks
        Rectangle {
            required property int turn
            required property real place
            required property bool current
            readonly property TurnShell shell: turns.itemAt(turn) as TurnShell
            anchors.right: parent.right
            anchors.rightMargin: 1
            y: shell ? (column.y + shell.y + place * shell.height) / Math.max(1, flick.contentHeight) * root.height : 0
            width: current ? 10 : 8
            height: current ? 4 : 3
            radius: 1
            color: current ? Theme.colors.accent : Theme.colors.dataHistory
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
