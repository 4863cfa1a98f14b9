import QtQuick
import Hadal.Controls
import Hadal.Theme

// One control in its states, with its name before it.
Row {
    id: root

    required property string name
    default property alias controls: holder.data

    spacing: 16

    Words {
        width: 72
        height: 32
        text: root.name
        font: Theme.smallFont
        color: Theme.colors.text2
    }
    Row {
        id: holder
        spacing: 16
    }
}
