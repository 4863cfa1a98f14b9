import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Theme

// The inside of the outline of branches.
Column {
    id: root

    required property Chat chat

    signal closed

    function begin() {
        list.currentIndex = Math.max(0, list.currentIndex);
        list.forceActiveFocus();
    }

    width: 400
    spacing: 4
    Words {
        x: 8
        height: 28
        text: qsTr("Branches")
        font: Theme.labelFont
    }
    Words {
        x: 8
        width: parent.width - 16
        visible: list.count === 0
        bottomPadding: 8
        text: qsTr("This chat has no branches. Edit a message or ask again, and the versions appear here.")
        color: Theme.colors.text2
        wrapMode: Text.Wrap
    }
    ListView {
        id: list
        width: parent.width
        height: Math.min(contentHeight, 420)
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: root.chat.branches
        keyNavigationEnabled: true
        highlightMoveDuration: 0
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Branches")
        delegate: BranchRow {
            id: row
            width: list.width
            listFocused: list.activeFocus && ListView.isCurrentItem
            onChosen: {
                // Showing it makes the rows anew, this one included.
                const chat = root.chat, message = row.messageId;
                root.closed();
                chat.showMessage(message);
            }
            onStarToggled: root.chat.setStarred(row.messageId, !row.starred)
            onNamed: (name) => {
                root.chat.setBranchName(row.messageId, name);
                list.forceActiveFocus();
            }
        }
        Keys.onReturnPressed: list.act((row) => row.chosen())
        Keys.onEnterPressed: list.act((row) => row.chosen())
        Keys.onPressed: (event) => {
            if (event.key === Qt.Key_F2) {
                event.accepted = true;
                list.act((row) => row.beginNaming());
            } else if (event.key === Qt.Key_S || event.key === Qt.Key_Space) {
                event.accepted = true;
                list.act((row) => row.starToggled());
            }
        }
        function act(action: var) {
            if (list.currentItem)
                action(list.currentItem);
        }
    }
    Words {
        x: 8
        visible: list.count > 0
        height: 24
        text: qsTr("Enter shows · F2 names · S stars")
        font: Theme.smallFont
        color: Theme.colors.text3
    }
}
