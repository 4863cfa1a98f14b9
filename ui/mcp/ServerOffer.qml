import QtQuick
import Hadal.Controls
import Hadal.Theme

// One thing that a server offers: its name, what it is for, and what can be done with it at the right.
Item {
    id: root

    required property string title
    required property string about
    default property alias actions: actions.data

    readonly property bool stacked: root.width < 440 && actions.width > 120

    implicitHeight: root.stacked ? words.implicitHeight + actions.height + 18 : Math.max(36, words.implicitHeight + 10)
    Column {
        id: words
        y: 5
        width: root.stacked ? parent.width : parent.width - actions.width - 12
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
        x: root.stacked ? 0 : parent.width - width
        y: root.stacked ? words.y + words.implicitHeight + 6 : 4
        spacing: 6
    }
}
