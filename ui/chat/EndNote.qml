import QtQuick
import QtQuick.Templates as T
import Hadal.Controls
import Hadal.Theme

// How an answer ended where it did not end by itself, and what can be done about it.
Row {
    id: root

    required property string text
    property string action: ""

    signal triggered

    height: visible ? 28 : 0
    visible: root.text !== ""
    spacing: 4
    Words {
        height: 28
        text: root.text
        font: Theme.smallFont
        color: Theme.colors.text3
    }
    PushButton {
        visible: root.action !== ""
        kind: PushButton.Quiet
        implicitHeight: 28
        iconName: "play"
        text: root.action
        onClicked: root.triggered()
    }
}
