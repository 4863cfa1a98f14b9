import QtQuick
import QtQuick.Templates as T
import Hadal.Theme

// A choice that stays in sight: an icon and a word, tinted when it is on.
T.AbstractButton {
    id: root

    required property string iconName
    property string hint: ""

    readonly property color wordColor: !root.enabled ? Theme.colors.off
                                     : root.checked ? Theme.colors.accent : Theme.colors.text2

    implicitHeight: 28
    implicitWidth: implicitContentWidth + 20
    hoverEnabled: true
    focusPolicy: Qt.TabFocus
    Accessible.name: root.text
    Accessible.description: root.hint
    Accessible.role: root.checkable ? Accessible.CheckBox : Accessible.Button
    Accessible.checkable: root.checkable
    Accessible.checked: root.checked

    contentItem: IconWords {
        text: root.text
        iconName: root.iconName
        font: root.checked ? Theme.labelFont : Theme.uiFont
        color: root.wordColor
        maximumWidth: 180
    }
    background: Rectangle {
        radius: Theme.radiusControl
        color: root.checked ? Theme.colors.accentSoft : root.down ? Theme.colors.pressed
             : root.hovered ? Theme.colors.hover : "transparent"
        border.width: root.checked ? 0 : Theme.hairline
        border.color: Theme.colors.line
        FocusRing { shown: root.visualFocus }
    }

    Tip {
        shown: (root.hovered || root.visualFocus) && !root.down
        text: root.hint
    }
}
