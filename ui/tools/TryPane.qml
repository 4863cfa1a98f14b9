import QtQuick
import Hadal.Controls
import Hadal.Forms
import Hadal.Theme
import Hadal.Tools

// Trying the tool: arguments, the run and its result.
Column {
    id: root

    required property ToolTrial trial
    property bool asText: false

    spacing: 10

    Item {
        width: parent.width
        height: 28
        Words {
            height: parent.height
            text: qsTr("Try it")
            font: Theme.titleFont
            Accessible.role: Accessible.Heading
            Accessible.name: text
        }
        Row {
            anchors.right: parent.right
            spacing: 4
            PushButton {
                implicitHeight: 28
                kind: PushButton.Quiet
                visible: root.trial.form.count > 0
                text: qsTr("Fill with an example")
                onClicked: root.trial.form.fillExample()
            }
            IconButton {
                iconName: root.asText ? "list" : "braces"
                text: root.asText ? qsTr("As a form") : qsTr("As JSON")
                onClicked: root.asText = !root.asText
            }
        }
    }
    ArgumentEditor {
        width: parent.width
        form: root.trial.form
        asText: root.asText
    }
    Banner {
        width: parent.width
        visible: root.trial.problem !== ""
        careful: true
        title: qsTr("It cannot be run here")
        text: root.trial.problem
    }
    Item {
        width: parent.width
        height: 32
        visible: root.trial.problem === ""
        PushButton {
            id: run
            kind: root.trial.running ? PushButton.Plain : PushButton.Primary
            iconName: root.trial.running ? "stop" : "play"
            text: root.trial.running ? qsTr("Stop") : qsTr("Run")
            onClicked: root.trial.running ? root.trial.stop() : root.trial.form.valid ? root.trial.run() : root.trial.form.tell()
        }
        Icon {
            id: shield
            x: run.width + 12
            y: 9
            width: 14
            height: 14
            visible: line.text !== ""
            name: "shield"
            color: Theme.colors.text3
        }
        Words {
            id: line
            x: shield.x + 20
            width: parent.width - x
            height: 32
            text: root.trial.running ? qsTr("Running, %1 s").arg(root.trial.elapsed) : root.trial.sandbox
            font: Theme.smallFont
            color: root.trial.running ? Theme.colors.accent : Theme.colors.text3
            elide: Text.ElideRight
        }
    }
    Loader {
        width: parent.width
        active: root.trial.question !== ""
        visible: active
        sourceComponent: AnswerBox {
            question: root.trial.question
            onAnswered: (text) => root.trial.answer(text)
        }
    }
    CodeField {
        width: parent.width
        visible: root.trial.running && root.trial.progress !== ""
        readOnly: true
        name: qsTr("Output so far")
        language: ""
        value: root.trial.progress
        minimumHeight: 38
        maximumHeight: 120
    }
    Loader {
        width: parent.width
        active: root.trial.done
        visible: active
        sourceComponent: ResultBox { trial: root.trial }
    }
}
