import QtQuick
import QtQuick.Templates as T
import Hadal.Controls
import Hadal.Theme

// Sends; stops while an answer is being written.
T.AbstractButton {
    id: root

    required property bool answering

    implicitWidth: 32
    implicitHeight: 28
    hoverEnabled: true
    focusPolicy: Qt.TabFocus
    text: root.answering ? qsTr("Stop") : qsTr("Send")
    Accessible.name: root.text
    Accessible.role: Accessible.Button
    contentItem: Item {
        Icon {
            anchors.centerIn: parent
            width: root.answering ? 14 : 16
            height: width
            name: root.answering ? "stop" : "send"
            filled: root.answering
            color: root.answering ? Theme.colors.toastText
                 : root.enabled ? Theme.colors.accentText : Theme.colors.off
        }
    }
    background: Rectangle {
        radius: Theme.radiusControl
        color: root.answering ? Theme.colors.toast : !root.enabled ? Theme.colors.hover
             : root.down ? Theme.colors.accentPressed : root.hovered ? Theme.colors.accentHover : Theme.colors.accent
        FocusRing { shown: root.visualFocus }
    }
    Tip {
        shown: (root.hovered || root.visualFocus) && !root.down
        text: root.text
        keys: root.answering ? "Esc" : qsTr("Enter")
    }
}
