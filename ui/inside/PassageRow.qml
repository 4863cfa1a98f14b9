import QtQuick
import QtQuick.Templates as T
import Hadal.Controls
import Hadal.Theme

// A passage that was read, and how much of it.
T.AbstractButton {
    id: root

    required property string words
    required property real share
    required property int level
    required property int turn
    required property real place

    signal wanted(int turn, real place)

    readonly property string percent: qsTr("%1 %").arg(Math.round(root.share * 100))

    implicitHeight: 28
    hoverEnabled: true
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.Button
    Accessible.name: qsTr("%1 of: %2").arg(root.percent).arg(root.words)
    onClicked: root.wanted(root.turn, root.place)

    contentItem: Item {
        Rectangle {
            y: 5
            width: 44
            height: 18
            radius: 3
            color: Theme.contrast ? "transparent" : Theme.colors.heat[root.level - 1]
            border.width: Theme.contrast ? Theme.hairline : 0
            border.color: Theme.colors.text
            Words {
                anchors.centerIn: parent
                text: root.percent
                font: Theme.smallLabelFont
            }
        }
        Words {
            x: 56
            width: parent.width - 56
            height: parent.height
            text: root.words
            elide: Text.ElideRight
        }
    }
    background: Ground { control: root }
}
