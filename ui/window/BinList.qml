import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Theme

// The inside of the bin.
FocusScope {
    id: root

    required property BinModel bin
    property string asked: "" ///< what is to be deleted for good: an id, "all", or nothing

    signal restored(string conversation)

    function begin() {
        root.asked = "";
        root.bin.read();
        list.forceActiveFocus();
    }

    Words {
        id: words
        width: parent.width - clear.width - 12
        text: root.bin.count === 0 ? qsTr("The bin is empty. Chats that you delete stay here for 30 days.")
                                   : qsTr("Chats stay here for 30 days, then they are deleted for good.")
        color: Theme.colors.text2
        wrapMode: Text.Wrap
    }
    PushButton {
        id: clear
        anchors.right: parent.right
        visible: root.bin.count > 0 && root.asked === ""
        kind: PushButton.Danger
        text: qsTr("Empty the bin…")
        onClicked: root.asked = "all"
    }
    ListView {
        id: list
        y: Math.max(40, words.height + 12)
        width: parent.width
        height: parent.height - y - (question.visible ? question.height + 12 : 0)
        focus: true
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        highlightMoveDuration: 0
        keyNavigationEnabled: true
        model: root.bin
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Deleted chats")
        delegate: BinRow {
            id: row
            width: list.width
            listFocused: list.activeFocus && ListView.isCurrentItem
            onRestored: root.restored(row.conversationId)
            onPurgeWanted: root.asked = row.conversationId
        }
        Keys.onReturnPressed: (list.currentItem as BinRow)?.restored()
        Keys.onEnterPressed: (list.currentItem as BinRow)?.restored()
        Keys.onDeletePressed: (list.currentItem as BinRow)?.purgeWanted()
    }
    Rectangle {
        id: question
        anchors.bottom: parent.bottom
        width: parent.width
        height: 60
        visible: root.asked !== ""
        radius: Theme.radiusCard
        color: Theme.colors.wrongSoft
        onVisibleChanged: if (visible) keep.forceActiveFocus(Qt.TabFocusReason)
        Words {
            x: 16
            width: parent.width - answers.width - 40
            height: parent.height
            text: root.asked === "all" ? qsTr("Delete %Ln chats for good? This cannot be undone.", "", root.bin.count)
                                       : qsTr("Delete this chat for good? This cannot be undone.")
            wrapMode: Text.Wrap
        }
        Row {
            id: answers
            anchors.right: parent.right
            anchors.rightMargin: 14
            anchors.verticalCenter: parent.verticalCenter
            spacing: 8
            PushButton {
                id: keep
                text: qsTr("Keep")
                onClicked: {
                    root.asked = "";
                    list.forceActiveFocus();
                }
            }
            PushButton {
                kind: PushButton.Danger
                text: qsTr("Delete for good")
                onClicked: {
                    root.asked === "all" ? root.bin.purgeAll() : root.bin.purge(root.asked);
                    root.asked = "";
                    list.forceActiveFocus();
                }
            }
        }
    }
}
