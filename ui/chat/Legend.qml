import QtQuick
import Hadal.Controls
import Hadal.Theme

// A part of a bar: its colour and its words.
Row {
    id: root

    required property color tone
    required property string text

    spacing: 6
    Rectangle {
        y: 5
        width: 6
        height: 6
        radius: 1
        color: root.tone
    }
    Words {
        height: 16
        text: root.text
        font: Theme.smallFont
        color: Theme.colors.text2
    }
}
