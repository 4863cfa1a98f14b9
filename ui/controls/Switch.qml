import QtQuick
import QtQuick.Templates as T
import Hadal.Theme

// On or off, at once. Its text is the accessible name; the label beside it is the page's.
T.AbstractButton {
    id: root

    implicitWidth: 32
    implicitHeight: 28
    checkable: true
    hoverEnabled: true
    focusPolicy: Qt.TabFocus
    Accessible.name: root.text
    Accessible.role: Accessible.CheckBox
    Accessible.checkable: true
    Accessible.checked: root.checked

    contentItem: Item {}
    background: Item {
        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            width: 32
            height: 18
            radius: 9
            color: root.checked ? (root.enabled ? Theme.colors.accent : Theme.colors.off) : "transparent"
            border.width: root.checked ? 0 : Theme.hairline
            border.color: root.enabled ? Theme.colors.edge : Theme.colors.line
            Rectangle {
                x: root.checked ? 16 : 2
                y: 2
                width: 14
                height: 14
                radius: 7
                color: root.checked ? Theme.colors.accentText : root.enabled ? Theme.colors.edge : Theme.colors.off
                Behavior on x {
                    NumberAnimation { duration: Theme.fade; easing.type: Easing.OutCubic }
                }
            }
            FocusRing { shown: root.visualFocus; around: 9 }
        }
    }
}
