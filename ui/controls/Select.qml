import QtQuick
import QtQuick.Templates as T
import Hadal.Controls
import Hadal.Theme

// One choice of many, in a menu below the field.
T.AbstractButton {
    id: root

    required property list<string> choices
    property int current: -1
    property string name: ""
    property string placeholder: ""
    property font choiceFont: Theme.uiFont
    property bool wrong: false

    signal chosen(int index)

    readonly property bool some: root.current >= 0 && root.current < root.choices.length

    implicitWidth: 160
    implicitHeight: 32
    hoverEnabled: true
    focusPolicy: Qt.StrongFocus
    text: root.some ? root.choices[root.current] : root.placeholder
    Accessible.role: Accessible.ComboBox
    Accessible.name: root.name
    Accessible.description: root.text

    contentItem: Item {
        Words {
            x: 9
            width: parent.width - 36
            height: parent.height
            text: root.text
            font: root.choiceFont
            elide: Text.ElideRight
            color: !root.enabled ? Theme.colors.off : root.some ? Theme.colors.text : Theme.colors.text3
        }
        Icon {
            anchors.right: parent.right
            anchors.rightMargin: 9
            anchors.verticalCenter: parent.verticalCenter
            width: 14
            height: 14
            name: "chevronDown"
            color: root.enabled ? Theme.colors.text2 : Theme.colors.off
        }
    }
    background: Rectangle {
        radius: Theme.radiusControl
        color: root.down ? Theme.colors.pressed : root.hovered ? Theme.colors.hover : Theme.colors.surface
        border.width: Theme.hairline
        border.color: root.wrong ? Theme.colors.wrong : root.enabled ? Theme.colors.edge : Theme.colors.line
        FocusRing { shown: root.visualFocus }
    }
    function step(by: int) {
        const to = Math.max(0, Math.min(root.choices.length - 1, root.current + by));
        if (to !== root.current)
            root.chosen(to);
    }
    onClicked: menu.open()
    Keys.onReturnPressed: menu.open()
    Keys.onUpPressed: root.step(-1)
    Keys.onDownPressed: (event) => event.modifiers & Qt.AltModifier ? menu.open() : root.step(1)

    Menu {
        id: menu
        y: root.height + 4
        width: Math.max(root.width, 160)
        Repeater {
            model: menu.visible ? root.choices : [] // there may be hundreds
            MenuRow {
                id: row
                required property string modelData
                required property int index
                iconName: root.current === row.index ? "check" : ""
                text: row.modelData
                onTriggered: root.chosen(row.index)
            }
        }
    }
}
