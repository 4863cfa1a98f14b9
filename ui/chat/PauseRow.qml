import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Theme

// Why the turn of tools does not go on by itself, and the ways on from here.
Rectangle {
    id: root

    required property ToolTurn tools

    implicitHeight: body.implicitHeight + 24
    radius: Theme.radiusCard
    color: "transparent"
    border.width: Theme.hairline
    border.color: Theme.colors.edge
    Accessible.role: Accessible.Notification
    Accessible.name: root.tools.pauseText

    Column {
        id: body
        x: 16
        y: 12
        width: parent.width - 32
        spacing: 8
        Row {
            width: parent.width
            spacing: 8
            Icon {
                y: 3
                width: 14
                height: 14
                name: "clock"
                color: Theme.colors.careful
            }
            Words {
                width: parent.width - 22
                text: root.tools.pauseText
                wrapMode: Text.Wrap
            }
        }
        Flow {
            x: 22
            width: parent.width - 22
            spacing: 8
            PushButton {
                text: qsTr("Go on")
                iconName: "play"
                onClicked: root.tools.goOn()
            }
            PushButton {
                visible: root.tools.canAnswerNow
                text: qsTr("Answer with what is known")
                onClicked: root.tools.answerNow()
            }
        }
    }
}
