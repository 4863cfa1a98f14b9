import QtQuick
import Hadal.Controls
import Hadal.Forms
import Hadal.Theme

// A whole number with its unit.
Labelled {
    id: root

    required property int value
    required property string unit

    signal typed(int value)

    Item {
        width: parent.width
        height: 32
        Field {
            id: field
            width: parent.width
            rightPadding: unit.implicitWidth + 16
            text: root.value
            wrong: root.problem !== ""
            inputMethodHints: Qt.ImhDigitsOnly
            validator: RegularExpressionValidator { regularExpression: /[0-9]{0,7}/ }
            Accessible.name: root.label
            Accessible.description: root.unit
            onTextEdited: if (text !== "") root.typed(parseInt(text))
            Keys.onUpPressed: root.typed(root.value + 1)
            Keys.onDownPressed: root.typed(Math.max(0, root.value - 1))
        }
        Words {
            id: unit
            anchors.right: parent.right
            anchors.rightMargin: 9
            height: 32
            text: root.unit
            font: Theme.smallFont
            color: Theme.colors.text3
        }
    }
}
