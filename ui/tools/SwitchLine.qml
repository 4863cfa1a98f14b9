import QtQuick
import Hadal.Controls
import Hadal.Theme

// A switch with its label, and what it means.
Item {
    id: root

    required property string text
    required property bool on
    property string hint: ""

    signal turned(bool on)

    implicitHeight: 28 + (words.visible ? words.implicitHeight : 0)

    Switch {
        id: toggle
        text: root.text
        checked: root.on
        onToggled: root.turned(checked)
        Accessible.description: root.hint
    }
    Words {
        x: 42
        width: parent.width - x
        height: 28
        text: root.text
        elide: Text.ElideRight
        TapHandler { onTapped: root.turned(!root.on) }
    }
    Words {
        id: words
        visible: root.hint !== ""
        x: 42
        y: 28
        width: parent.width - x
        text: root.hint
        font: Theme.smallFont
        color: Theme.colors.text3
        wrapMode: Text.Wrap
    }
    Binding { target: toggle; property: "checked"; value: root.on }
}
