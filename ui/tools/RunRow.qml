import QtQuick
import QtQuick.Templates as T
import Hadal.Controls
import Hadal.Theme
import Hadal.Tools

// An earlier run. A click shows it again; the button runs it again.
T.AbstractButton {
    id: root

    required property ToolTrial trial
    required property int index
    required property date when
    required property string arguments
    required property int status
    required property string result
    required property real seconds

    readonly property bool well: root.status === ToolTrial.Done

    function day(when: date): string {
        const today = new Date();
        const days = Math.round((new Date(today.getFullYear(), today.getMonth(), today.getDate())
                                 - new Date(when.getFullYear(), when.getMonth(), when.getDate())) / 86400000);
        return days === 0 ? qsTr("Today %1").arg(when.toLocaleTimeString(Qt.locale(), Locale.ShortFormat))
             : days === 1 ? qsTr("Yesterday") : when.toLocaleDateString(Qt.locale(), Locale.ShortFormat);
    }

    implicitHeight: 32
    hoverEnabled: true
    focusPolicy: Qt.TabFocus
    text: root.arguments === "" ? qsTr("No arguments") : root.arguments
    Accessible.role: Accessible.Button
    Accessible.name: qsTr("Show the run with %1").arg(root.text)
    Accessible.description: root.result
    onClicked: root.trial.showRun(root.index)

    Item {
        anchors.fill: parent
        anchors.leftMargin: 6
        anchors.rightMargin: 2
        Icon {
            y: 9
            width: 14
            height: 14
            name: root.well ? "check" : "close"
            color: root.well ? Theme.colors.good : Theme.colors.wrong
        }
        Words {
            x: 24
            width: parent.width * 0.4 - 32
            height: parent.height
            text: root.text
            font: Theme.codeFont
            elide: Text.ElideRight
        }
        Words {
            x: parent.width * 0.4
            width: duration.x - x - 8
            height: parent.height
            text: root.result
            color: Theme.colors.text2
            elide: Text.ElideRight
        }
        Words {
            id: duration
            anchors.right: time.left
            anchors.rightMargin: 12
            height: parent.height
            text: qsTr("%1 s").arg(root.seconds.toFixed(2))
            font: Theme.smallFont
            color: Theme.colors.text3
        }
        Words {
            id: time
            anchors.right: again.left
            anchors.rightMargin: 4
            width: 96
            height: parent.height
            horizontalAlignment: Text.AlignRight
            text: root.day(root.when)
            font: Theme.smallFont
            color: Theme.colors.text3
            elide: Text.ElideRight
        }
        IconButton {
            id: again
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            enabled: !root.trial.running && root.trial.problem === ""
            iconName: "retry"
            iconSize: 14
            text: qsTr("Run again with %1").arg(root.text)
            onClicked: root.trial.runAgain(root.index)
        }
    }
    background: Ground { control: root; ringInside: true }
}
