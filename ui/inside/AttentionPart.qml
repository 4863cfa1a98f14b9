import QtQuick
import Hadal.Controls
import Hadal.Inside
import Hadal.Theme

// What attention read for the token, in one layer or in all of them.
Column {
    id: root

    required property Inside inside
    property int shown: 6 ///< passages in the list

    signal passageWanted(int turn, real place)

    readonly property bool dense: root.inside.indexTopk === 0
    readonly property bool all: root.inside.readTokens >= root.inside.position

    spacing: 4

    PartHead {
        width: parent.width
        name: qsTr("Attention")
        note: root.inside.state !== Inside.Shown ? ""
            : qsTr("%L1 of %Ln earlier tokens", "", root.inside.position).arg(root.inside.readTokens)
    }
    Row {
        width: parent.width
        height: 28
        spacing: 10
        visible: root.inside.layers > 0 && !root.dense
        Words {
            id: word
            height: parent.height
            text: qsTr("Layer")
            color: Theme.colors.text2
        }
        Slider {
            id: slider
            width: parent.width - word.width - number.width - everything.width - 30
            from: 0
            to: Math.max(1, root.inside.layers - 1)
            value: Math.max(0, root.inside.layer)
            Accessible.name: qsTr("Layer")
            onMoved: root.inside.layer = value
        }
        Words {
            id: number
            width: Math.max(implicitWidth, 56)
            height: parent.height
            horizontalAlignment: Text.AlignRight
            font: Theme.labelFont
            text: root.inside.layer < 0 ? qsTr("all %1").arg(root.inside.layers)
                                        : qsTr("%1 of %2").arg(root.inside.layer + 1).arg(root.inside.layers)
        }
        Chip {
            id: everything
            iconName: ""
            text: qsTr("All")
            checkable: true
            checked: root.inside.layer < 0
            hint: qsTr("All layers together")
            onToggled: {
                root.inside.layer = checked ? -1 : slider.value;
                checked = Qt.binding(() => root.inside.layer < 0);
            }
        }
    }
    Words {
        width: parent.width
        visible: root.inside.state === Inside.Shown && root.all
        wrapMode: Text.Wrap
        color: Theme.colors.text2
        text: root.dense ? qsTr("This model has no indexer: each layer reads every earlier token.")
            : qsTr("Nothing is left out yet. The indexer chooses once there are more than %Ln tokens.", "", root.inside.indexTopk)
    }
    Column {
        width: parent.width
        Repeater {
            model: root.inside.passages
            PassageRow {
                required property int index
                width: parent?.width ?? 0
                visible: index < root.shown
                height: visible ? implicitHeight : 0
                onWanted: (turn, place) => root.passageWanted(turn, place)
            }
        }
    }
}
