import QtQuick
import Hadal.Controls
import Hadal.Theme

// A label, and one line or several to fill in.
Column {
    id: root

    required property string text
    property string value: ""
    property string example: "" // in no language
    property bool lines: false

    signal typed(string text)

    function takeFocus() { field.forceActiveFocus(); }

    spacing: 6
    Words {
        text: root.text
        font: Theme.labelFont
    }
    Field {
        id: field
        visible: !root.lines
        width: parent.width
        text: root.value
        placeholderText: root.example
        Accessible.name: root.text
        onTextEdited: root.typed(text)
    }
    TextArea {
        visible: root.lines
        width: parent.width
        name: root.text
        value: root.value
        placeholder: root.example
        onTyped: text => root.typed(text)
    }
}
