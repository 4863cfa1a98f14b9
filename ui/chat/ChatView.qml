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

    onChatChanged: root.currentTurn = -1
    onActiveFocusChanged: if (!root.activeFocus) root.currentTurn = -1

    Keys.onUpPressed: root.showTurn(root.currentTurn < 0 ? turns.count() - 1 : root.currentTurn - 1)
    Keys.onDownPressed: root.showTurn(root.currentTurn < 0 ? turns.count() - 1 : root.currentTurn + 1)
    Keys.onPressed: (event) => {
        const page = view.height - 40;
        event.accepted = true;
        if (event.key === Qt.Key_PageUp)
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
                    viewTop: turns.viewTop
                    viewBottom: turns.viewBottom
                    current: root.activeFocus && root.currentTurn === index
                    onCopied: (text) => root.copied(text)
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
    ToEndButton {
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 12
        visible: !view.following && view.contentHeight - view.height - view.position > 80
        onClicked: view.toEnd()
    }
}
