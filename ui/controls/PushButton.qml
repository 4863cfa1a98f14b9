import QtQuick
import QtQuick.Templates as T
import Hadal.Theme

// A button with words: primary (one a view), plain, quiet or danger.
T.AbstractButton {
    id: root

    enum Kind { Plain, Primary, Quiet, Danger }

    property int kind: PushButton.Plain
    property string iconName: ""

    readonly property color wordColor: !root.enabled ? Theme.colors.off
                                     : root.kind === PushButton.Primary ? Theme.colors.accentText
                                     : root.kind === PushButton.Danger ? Theme.colors.wrong
                                     : root.kind === PushButton.Quiet ? Theme.colors.text2 : Theme.colors.text

    implicitHeight: 32
    implicitWidth: implicitContentWidth + 24
    hoverEnabled: true
    focusPolicy: Qt.TabFocus
    Accessible.name: root.text
    Accessible.role: Accessible.Button

    contentItem: IconWords {
        text: root.text
        iconName: root.iconName
        color: root.wordColor
    }
    background: Rectangle {
        radius: Theme.radiusControl
        color: root.kind === PushButton.Primary
               ? (!root.enabled ? Theme.colors.hover : root.down ? Theme.colors.accentPressed
                  : root.hovered ? Theme.colors.accentHover : Theme.colors.accent)
               : root.down ? Theme.colors.pressed : root.hovered ? Theme.colors.hover
               : root.kind === PushButton.Quiet ? "transparent" : Theme.colors.raised
        border.width: root.kind === PushButton.Plain || root.kind === PushButton.Danger ? Theme.hairline : 0
        border.color: !root.enabled ? Theme.colors.line
                    : root.kind === PushButton.Danger ? Theme.colors.wrong : Theme.colors.edge
        FocusRing { shown: root.visualFocus }
    }
}
