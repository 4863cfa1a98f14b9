import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Theme
import Hadal.Tools

// What the model sees, trying it, and the runs so far.
FocusScope {
    id: root

    required property ToolDesk desk
    required property Chat chat
    property real sideMargin: 24

    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Preview")

    Flickable {
        id: flick
        anchors.fill: parent
        contentWidth: width
        contentHeight: body.height + 56
        clip: true
        boundsBehavior: Flickable.StopAtBounds

        Column {
            id: body
            x: root.sideMargin
            y: 24
            width: flick.width - 2 * root.sideMargin
            spacing: 28

            SeenPane {
                width: parent.width
                preview: root.desk.preview
            }
            TryPane {
                width: parent.width
                trial: root.desk.trial
            }
            Column {
                width: parent.width
                visible: root.desk.trial.history.count > 0
                spacing: 4
                Item {
                    width: parent.width
                    height: 28
                    Words {
                        height: parent.height
                        text: qsTr("Earlier runs")
                        font: Theme.titleFont
                        Accessible.role: Accessible.Heading
                        Accessible.name: text
                    }
                    PushButton {
                        anchors.right: parent.right
                        implicitHeight: 28
                        kind: PushButton.Quiet
                        text: qsTr("Forget them")
                        onClicked: root.desk.trial.history.clear()
                    }
                }
                Repeater {
                    model: root.desk.trial.history
                    RunRow {
                        width: body.width
                        trial: root.desk.trial
                    }
                }
            }
            UseLine {
                width: parent.width
                visible: root.chat.tools.available
                chat: root.chat
                tool: root.desk.current
                usable: root.desk.form.usable
            }
        }
    }
    ScrollMark {
        anchors.right: parent.right
        height: parent.height
        orientation: Qt.Vertical
        size: flick.visibleArea.heightRatio
        position: flick.visibleArea.yPosition
        onPositionChanged: if (pressed) flick.contentY = position * flick.contentHeight
    }
    KeepInView { view: flick }
}
