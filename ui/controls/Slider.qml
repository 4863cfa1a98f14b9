import QtQuick
import QtQuick.Templates as T
import Hadal.Controls
import Hadal.Theme

// One of many steps in a row.
T.Slider {
    id: root

    implicitHeight: 28
    implicitWidth: 160
    hoverEnabled: true
    focusPolicy: Qt.TabFocus
    snapMode: T.Slider.SnapAlways
    stepSize: 1
    Accessible.role: Accessible.Slider

    background: Rectangle {
        y: (root.height - height) / 2
        width: root.width
        height: 4
        radius: 2
        color: Theme.colors.track
        Rectangle {
            width: root.visualPosition * parent.width
            height: 4
            radius: 2
            color: root.enabled ? Theme.colors.accent : Theme.colors.off
        }
    }
    handle: Rectangle {
        x: root.visualPosition * (root.width - width)
        y: (root.height - height) / 2
        width: 14
        height: 14
        radius: 7
        color: !root.enabled ? Theme.colors.off : root.pressed ? Theme.colors.accentPressed
             : root.hovered ? Theme.colors.accentHover : Theme.colors.accent
        FocusRing { shown: root.visualFocus; around: 7 }
    }
}
