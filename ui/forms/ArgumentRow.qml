import QtQuick
import Hadal.Controls
import Hadal.Forms
import Hadal.Theme

// One argument: its name, the control that fits it, and what is wrong with it.
Item {
    id: root

    required property ArgumentForm form
    required property int index
    required property string label
    required property int depth
    required property int kind
    required property bool required
    required property bool present
    required property bool inList
    required property string value
    required property bool flag
    required property list<string> choices
    required property int choice
    required property string hint
    required property string problem
    required property bool changed

    property real labelWidth: 120
    property bool showsChanges: false
    readonly property real inset: root.depth * 16
    readonly property bool removable: root.inList || (!root.required && root.present)
    readonly property bool nested: root.kind === ArgumentForm.Object || root.kind === ArgumentForm.List

    implicitHeight: Math.max(32, side.y + side.height)

    Words {
        id: label
        x: root.inset
        width: Math.max(40, root.labelWidth - root.inset - 8)
        height: 32
        text: root.label
        font: Theme.codeFont
        elide: Text.ElideRight
        color: root.present ? Theme.colors.text : Theme.colors.text3
        HoverHandler { id: hover }
        Tip {
            shown: hover.hovered
            text: root.hint
        }
    }
    Column {
        id: side
        x: Math.max(root.labelWidth, label.x + label.width + 8)
        width: parent.width - x
        Row {
            width: parent.width
            spacing: 4
            ArgumentControl {
                id: control
                visible: root.present
                active: root.present
                width: parent.width - (remove.visible ? 32 : 0)
                name: root.label
                kind: root.kind
                value: root.value
                flag: root.flag
                choices: root.choices
                choice: root.choice
                wrong: root.problem !== ""
                onTyped: (text) => root.form.type(root.index, text)
                onTurned: (on) => root.form.turn(root.index, on)
                onChosen: (index) => root.form.choose(root.index, index)
                onItemWanted: root.form.addItem(root.index)
            }
            PushButton {
                visible: !root.present
                kind: PushButton.Quiet
                iconName: "plus"
                text: root.required ? qsTr("null, set a value") : qsTr("Not given")
                Accessible.name: qsTr("Give %1").arg(root.label)
                Accessible.description: root.hint
                onClicked: {
                    root.form.include(root.index, true);
                    control.takeFocus();
                }
            }
            IconButton {
                id: remove
                y: 2
                visible: root.removable
                iconName: "close"
                iconSize: 12
                text: root.inList ? qsTr("Remove item %1").arg(root.label) : qsTr("Leave out %1").arg(root.label)
                onClicked: root.inList ? root.form.removeItem(root.index) : root.form.include(root.index, false)
            }
        }
        ProblemLine {
            width: parent.width
            text: root.problem
        }
        Words {
            visible: root.showsChanges && root.changed && !root.nested
            height: visible ? 18 : 0
            text: qsTr("edited by you")
            font: Theme.smallFont
            color: Theme.colors.accent
        }
    }
}
