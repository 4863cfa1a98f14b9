import QtQuick
import QtQuick.Controls.Basic
import Hadal.Theme

// The name of a control, with its shortcut, after a moment of hover or on keyboard focus.
ToolTip {
    id: root

    property string keys: ""

    delay: 600
    timeout: -1
    padding: 0
    leftPadding: 8
    rightPadding: 8
    topPadding: 4
    bottomPadding: 4
    scale: Theme.zoom
    font: Theme.smallFont
    contentItem: Text {
        text: root.keys === "" ? root.text : root.text + "  " + root.keys
        textFormat: Text.PlainText
        font: root.font
        color: Theme.colors.toastText
        wrapMode: Text.Wrap
    }
    background: Rectangle {
        color: Theme.colors.toast
        radius: 4
    }
    enter: Transition {
        NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.fade; easing.type: Easing.OutCubic }
    }
    exit: Transition {}
}
