import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Theme

// One number of the sampling: what it is, what it is set to, and the way back to what the model recommends.
Item {
    id: root

    required property int field
    required property real value
    required property bool own
    required property real minimum
    required property real maximum
    required property real step
    required property int decimals

    signal numberSet(real number)
    signal followed

    readonly property string name: [qsTr("Temperature"), qsTr("Top p"), qsTr("Top k"), qsTr("Min p"), qsTr("Repetition penalty"),
        qsTr("Presence penalty"), qsTr("Frequency penalty"), qsTr("Longest answer"), qsTr("Seed")][root.field]
    readonly property string hint: [qsTr("How freely the next word is chosen. 0 always takes the likeliest."),
        qsTr("Only the likeliest words that make up this share together. 1 takes all."),
        qsTr("Only this many of the likeliest words. 0 takes all."),
        qsTr("Only words at least this likely, measured by the likeliest. 0 takes all."),
        qsTr("Above 1, words that occurred become less likely. 1 changes nothing."),
        qsTr("Above 0, words that occurred become less likely, however often they did."),
        qsTr("Above 0, words become less likely with each time they occurred."),
        qsTr("The answer ends after this many tokens. 0 lets it use what the context holds."),
        qsTr("The same seed gives the same answer. −1 takes a new one each time.")][root.field]

    implicitHeight: 32

    Words {
        width: parent.width - 190
        height: 32
        text: root.name
        elide: Text.ElideRight
        color: root.own ? Theme.colors.text : Theme.colors.text2
        font: root.own ? Theme.labelFont : Theme.uiFont
        HoverHandler { id: hover }
        Tip {
            shown: hover.hovered
            text: root.hint
        }
    }
    Row {
        anchors.right: parent.right
        spacing: 2
        IconButton {
            y: 2
            opacity: root.own ? 1 : 0
            enabled: root.own
            iconName: "undo"
            iconSize: 14
            text: qsTr("As the model recommends: %1").arg(root.name)
            onClicked: root.followed()
        }
        IconButton {
            y: 2
            iconName: "minus"
            iconSize: 14
            text: qsTr("Smaller: %1").arg(root.name)
            enabled: root.value > root.minimum
            onClicked: root.numberSet(root.value - root.step)
        }
        Field {
            id: field
            width: 84
            horizontalAlignment: TextInput.AlignHCenter
            text: root.value.toFixed(root.decimals)
            color: root.own ? Theme.colors.text : Theme.colors.text3
            inputMethodHints: Qt.ImhFormattedNumbersOnly
            Accessible.name: root.name
            Accessible.description: root.hint
            onEditingFinished: {
                const number = Number(field.text.replace(",", "."));
                if (field.text.trim() !== "" && !isNaN(number) && number.toFixed(root.decimals) !== root.value.toFixed(root.decimals))
                    root.numberSet(number);
                field.text = Qt.binding(() => root.value.toFixed(root.decimals));
            }
        }
        IconButton {
            y: 2
            iconName: "plus"
            iconSize: 14
            text: qsTr("Larger: %1").arg(root.name)
            enabled: root.value < root.maximum
            onClicked: root.numberSet(root.value + root.step)
        }
    }
}
