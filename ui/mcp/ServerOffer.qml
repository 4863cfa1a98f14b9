import QtQuick
import Hadal.Controls
import Hadal.Theme

// One thing that a server offers: its name, what it is for, and what can be done with it at the right.
Item {
    id: root

    required property string title
    required property string about
    default property alias actions: actions.data

    implicitHeight: Math.max(36, words.implicitHeight + 10)
    Column {
        id: words
        y: 5
        width: parent.width - actions.width - 12
        Words {
            width: parent.width
            text: root.title
            font: Theme.labelFont
            elide: Text.ElideRight
        }
        Words {
            width: parent.width
            visible: root.about !== ""
            text: root.about
            font: Theme.smallFont
            color: Theme.colors.text2
            wrapMode: Text.Wrap
            maximumLineCount: 3
            elide: Text.ElideRight
        }
    }
    Row {
        id: actions
        anchors.right: parent.right
        y: 4
        spacing: 6
    }
}
