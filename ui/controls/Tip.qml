import QtQuick
import QtQuick.Controls.Basic
import Hadal.Theme

// The name of a control, with its shortcut, after a moment of hover or on keyboard focus. Made when it is wanted:
// most controls are never asked.
Loader {
    id: root

    required property bool shown
    required property string text
    property string keys: ""
    property int delay: 600

    active: root.shown && root.text !== ""
    sourceComponent: ToolTip {
        id: tip
        parent: root.parent
        visible: true
        delay: root.delay
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
            font: tip.font
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
}
