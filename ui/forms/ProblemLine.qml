import QtQuick
import Hadal.Controls
import Hadal.Theme

// What is wrong with the field above, where something is.
Item {
    id: root

    required property string text
    property bool careful: false

    visible: root.text !== ""
    implicitHeight: root.visible ? words.implicitHeight + 4 : 0
    implicitWidth: words.implicitWidth + 18
    Accessible.ignored: !root.visible
    Accessible.role: Accessible.AlertMessage
    Accessible.name: root.text

    Icon {
        y: 6
        width: 13
        height: 13
        name: "warn"
        color: words.color
    }
    Words {
        id: words
        x: 18
        y: 4
        width: parent.width - x
        text: root.text
        font: Theme.smallFont
        color: root.careful ? Theme.colors.careful : Theme.colors.wrong
        wrapMode: Text.Wrap
    }
}
