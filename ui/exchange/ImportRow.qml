import QtQuick
import Hadal.Controls
import Hadal.Theme

// A conversation of a file, and what would happen to it.
Item {
    id: root

    required property string title
    required property int kind ///< new, back from the bin, grown, the same
    required property int messages

    readonly property string fate: root.kind === 0 ? qsTr("New, %Ln messages", "", root.messages)
        : root.kind === 1 ? qsTr("Comes back from the bin")
        : root.kind === 2 ? qsTr("%Ln new messages", "", root.messages) : qsTr("Nothing new")

    implicitHeight: 30
    Accessible.role: Accessible.ListItem
    Accessible.name: words.text
    Accessible.description: root.fate

    Words {
        id: words
        x: 10
        width: parent.width - fate.width - 36
        height: parent.height
        elide: Text.ElideRight
        text: root.title === "" ? qsTr("Without a title") : root.title
        color: root.kind === 3 ? Theme.colors.text3 : Theme.colors.text
    }
    Words {
        id: fate
        anchors.right: parent.right
        anchors.rightMargin: 14
        height: parent.height
        text: root.fate
        font: Theme.smallFont
        color: root.kind === 3 ? Theme.colors.text3 : Theme.colors.text2
    }
}
