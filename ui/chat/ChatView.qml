import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Markdown
import Hadal.Theme

// The conversation. It follows what is being written until the reader scrolls away, and follows again when the
// reader comes back to the end; nothing else moves it.
FocusScope {
    id: root

    required property Chat chat
    property real columnWidth: Theme.column

    property FindModel marks: null ///< where a text that is looked for occurs
    property PassageMarks passages: null ///< under the words of the turns; null: none
    readonly property real length: Math.max(1, view.contentHeight) ///< of the whole conversation, pixels
    readonly property alias position: view.position ///< of its part that is seen

    signal copied(string text)
    signal forked(string message)

    readonly property alias following: view.following
    property int currentTurn: -1

    Accessible.role: Accessible.List
    Accessible.name: qsTr("Conversation")

    function toEnd() { view.toEnd(); }
    function showTurn(index: int) {
        if (index < 0 || index >= turns.count())
            return;
        root.currentTurn = index;
        view.show(index);
    }
    /// To the first call of a tool that waits for the person. False: none does.
    function toWaiting(): bool {
        const row = root.chat.turns.rowOf(root.chat.tools.firstWaiting());
        if (row < 0)
            return false;
        view.show(row);
        (turns.itemOf(row) as TurnShell)?.focusCall();
        return true;
    }
    /// A place within a turn, 0 to 1 from its top.
    function showPlace(index: int, place: real) {
        if (index < 0 || index >= turns.count())
            return;
        root.currentTurn = index;
        const y = root.markY(index, place);
        if (y < view.position + 40 || y > view.position + view.height - 60)
            view.scrollTo(y - view.height / 3);
    }
    /// Where a place within a turn is in the conversation, whether or not the turn is built.
    function markY(index: int, place: real): real {
        return view.above + turns.rowTop(index) + place * turns.rowHeight(index);
    }
    function beginEdit(index: int) {
        root.showTurn(index);
        const turn = turns.itemOf(index) as TurnShell;
        if (turn)
            turn.startEdit();
    }

    /// Into the turn that is marked: the keyboard goes on with what can be done there.
    function enterTurn() {
        root.showTurn(root.currentTurn < 0 ? turns.count() - 1 : root.currentTurn);
        const turn = turns.itemOf(root.currentTurn);
        const first = turn?.nextItemInFocusChain(true) ?? null;
        let item = first;
        while (item && item !== turn)
            item = item.parent;
        if (item)
            first.forceActiveFocus(Qt.TabFocusReason);
    }
    /// Back from within a turn. False: the focus is in none.
    function leaveTurn(): bool {
        const inside = root.activeFocus && !view.activeFocus;
        if (inside)
            view.forceActiveFocus(Qt.TabFocusReason);
        return inside;
    }

    onChatChanged: root.currentTurn = -1
    onActiveFocusChanged: if (!root.activeFocus && root.marks === null) root.currentTurn = -1

    Keys.onUpPressed: root.showTurn(root.currentTurn < 0 ? turns.count() - 1 : root.currentTurn - 1)
    Keys.onDownPressed: root.showTurn(root.currentTurn < 0 ? turns.count() - 1 : root.currentTurn + 1)
    Keys.onPressed: (event) => {
        const page = view.height - 40;
        event.accepted = true;
        if ((event.key === Qt.Key_Return || event.key === Qt.Key_Enter) && view.activeFocus)
            root.enterTurn();
        else if (event.key === Qt.Key_PageUp)
            view.scrollBy(-page);
        else if (event.key === Qt.Key_PageDown || event.key === Qt.Key_Space)
            view.scrollBy(page);
        else if (event.key === Qt.Key_Home)
            view.scrollTo(0);
        else if (event.key === Qt.Key_End)
            view.toEnd();
        else
            event.accepted = false;
    }

    ReadingView {
        id: view
        objectName: "conversationView"
        anchors.fill: parent
        focus: true
        Accessible.role: Accessible.Pane
        Accessible.name: qsTr("Conversation")
        above: 20
        below: 24
        subject: root.chat.id
        column: turns

        VirtualColumn {
            id: turns
            x: Math.round((view.width - width) / 2)
            width: root.columnWidth
            height: implicitHeight
            model: root.chat.turns
            estimateRole: "estimate"

            RowKind {
                TurnShell {
                    width: turns.width
                    chat: root.chat
                    marks: root.passages
                    viewTop: turns.viewTop
                    viewBottom: turns.viewBottom
                    current: (root.activeFocus || root.marks !== null) && root.currentTurn === index
                    onCopied: (text) => root.copied(text)
                    onForked: root.forked(messageId)
                    onReshaped: view.hold()
                    onEditingBegan: {
                        view.hold();
                        Qt.callLater(view.show, index);
                    }
                }
            }
        }
        WheelHandler {
            target: null
            acceptedModifiers: Qt.NoModifier
            onWheel: (event) => view.scrollBy(event.hasPixelDelta ? -event.pixelDelta.y : -event.angleDelta.y * 0.65)
        }
        DragHandler {
            target: null
            acceptedDevices: PointerDevice.TouchScreen
            property real last: 0
            onActiveChanged: last = 0
            onTranslationChanged: {
                view.scrollBy(last - translation.y);
                last = translation.y;
            }
        }
    }
    ScrollMark {
        id: bar
        anchors.right: parent.right
        height: parent.height
        orientation: Qt.Vertical
        size: view.height / Math.max(1, view.contentHeight)
        onPositionChanged: if (bar.pressed) view.scrollTo(bar.position * view.contentHeight)

        Binding on position {
            when: !bar.pressed
            value: view.position / Math.max(1, view.contentHeight)
        }
    }
    Repeater {
        model: root.marks
        Rectangle {
            required property int turn
            required property real place
            required property bool current
            anchors.right: parent.right
            anchors.rightMargin: 1
            y: root.markY(turn, place) / Math.max(1, view.contentHeight) * root.height
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
        visible: !view.following && view.contentHeight - view.height - view.position > 80
        onClicked: view.toEnd()
    }
}
