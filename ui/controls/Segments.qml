import QtQuick
import QtQuick.Templates as T
import Hadal.Theme

// One choice of few, side by side.
Rectangle {
    id: root

    required property list<string> choices
    property int current: 0
    property string name: ""

    signal chosen(int index)

    implicitHeight: 32
    implicitWidth: row.implicitWidth + 4
    radius: Theme.radiusControl
    color: Theme.colors.segments
    Accessible.role: Accessible.Grouping
    Accessible.name: root.name

    Row {
        id: row
        x: 2
        y: 2
        Repeater {
            model: root.choices
            T.AbstractButton {
                id: segment
                required property string modelData
                required property int index
                readonly property bool chosen: root.current === segment.index

                implicitWidth: implicitContentWidth + 24
                implicitHeight: 28
                hoverEnabled: true
                focusPolicy: Qt.TabFocus
                text: segment.modelData
                Accessible.role: Accessible.RadioButton
                Accessible.name: segment.text
                Accessible.checked: segment.chosen
                contentItem: IconWords {
                    text: segment.text
                    font: segment.chosen ? Theme.labelFont : Theme.uiFont
                    color: !segment.enabled ? Theme.colors.off : segment.chosen ? Theme.colors.text : Theme.colors.text2
                }
                background: Rectangle {
                    radius: 5
                    color: segment.chosen ? Theme.colors.segmentOn : segment.hovered ? Theme.colors.hover : "transparent"
                    border.width: segment.chosen ? Theme.hairline : 0
                    border.color: Theme.colors.popoverEdge
                    FocusRing { shown: segment.visualFocus; inside: true; around: 5 }
                }
                onClicked: root.chosen(segment.index)
                Keys.onLeftPressed: root.chosen(Math.max(0, root.current - 1))
                Keys.onRightPressed: root.chosen(Math.min(root.choices.length - 1, root.current + 1))
            }
        }
    }
}
