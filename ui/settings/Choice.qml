import QtQuick
import Hadal.Controls
import Hadal.Theme

// A setting: its name above what changes it.
Column {
    id: root

    required property string name

    spacing: 6
    Words {
        text: root.name
        font: Theme.smallLabelFont
        color: Theme.colors.text2
        Accessible.ignored: true
    }
}
