import QtQuick
import Hadal.Controls
import Hadal.Forms
import Hadal.Theme
import Hadal.Tools

// How a run ended, and what it gave.
Column {
    id: root

    required property ToolTrial trial

    readonly property bool well: root.trial.status === ToolTrial.Done
    readonly property color tone: root.well ? Theme.colors.good : Theme.colors.wrong

    spacing: 8

    Row {
        width: parent.width
        spacing: 8
        Rectangle {
            id: badge
            width: words.implicitWidth + 16
            height: 24
            radius: 4
            color: root.well ? Theme.colors.accentSoft : Theme.colors.wrongSoft
            IconWords {
                id: words
                anchors.centerIn: parent
                font: Theme.smallLabelFont
                iconName: root.well ? "check" : root.trial.status === ToolTrial.Stopped ? "stop" : "warn"
                text: [qsTr("Done"), qsTr("Failed"), qsTr("Timed out"), qsTr("Over a limit"), qsTr("Stopped"), qsTr("Not started")][root.trial.status]
                color: root.tone
            }
            Accessible.role: Accessible.AlertMessage
            Accessible.name: words.text
        }
        Words {
            width: parent.width - badge.width - 8
            height: 24
            text: qsTr("%1 s").arg(root.trial.seconds.toFixed(2)) + " · "
                + (root.trial.bytes < 1024 ? qsTr("%1 bytes").arg(root.trial.bytes)
                                           : qsTr("%1 KiB").arg((root.trial.bytes / 1024).toFixed(1)))
                + (root.trial.resultSandbox === "" ? "" : " · "
                   + (root.trial.resultSandbox === root.trial.sandbox ? qsTr("within those limits") : root.trial.resultSandbox))
            font: Theme.smallFont
            color: Theme.colors.text3
            elide: Text.ElideRight
        }
    }
    CodeField {
        width: parent.width
        readOnly: true
        name: qsTr("Result")
        language: root.trial.language
        value: root.trial.text
        minimumHeight: 38
        maximumHeight: 300
    }
    Words {
        width: parent.width
        text: (root.trial.tokens < 0 ? "" : qsTr("The model would get %Ln tokens.", "", root.trial.tokens))
            + (root.trial.cut ? " " + qsTr("The result was cut.") : "")
        font: Theme.smallFont
        color: root.trial.cut ? Theme.colors.careful : Theme.colors.text3
        wrapMode: Text.Wrap
    }
}
