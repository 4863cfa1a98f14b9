import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Theme

// The inside of the settings of a chat.
Flickable {
    id: root

    required property Chat chat
    required property Workspace workspace
    required property real maximumHeight

    readonly property ChatSettings settings: root.chat.settings
    property string problem: ""

    component Heading: Words {
        font: Theme.smallLabelFont
        color: Theme.colors.text2
    }

    implicitWidth: 380
    implicitHeight: Math.min(body.height, root.maximumHeight)
    contentWidth: width
    contentHeight: body.height
    clip: true
    boundsBehavior: Flickable.StopAtBounds

    Column {
        id: body
        width: 380
        spacing: 6

        Heading { text: qsTr("Preset") }
        PresetRow {
            width: parent.width
            presets: root.workspace.presets
            settings: root.settings
            onRemoved: (name) => root.workspace.removePreset(name)
            onFailed: (why) => root.problem = why
        }
        Words {
            width: parent.width
            visible: root.problem !== ""
            text: root.problem
            color: Theme.colors.wrong
            wrapMode: Text.Wrap
        }
        Item { width: 1; height: 6 }
        Heading { text: qsTr("System prompt") }
        TextArea {
            id: system
            width: parent.width
            name: qsTr("System prompt")
            placeholder: qsTr("What the model is told before everything else")
            value: root.settings.system
            onTyped: (text) => root.settings.system = text
        }
        Item { width: 1; height: 6 }
        Heading { text: qsTr("Thinking") }
        Segments {
            name: qsTr("Thinking")
            choices: [qsTr("Think first"), qsTr("Answer at once")]
            current: root.settings.thinking ? 0 : 1
            onChosen: (index) => root.settings.thinking = index === 0
        }
        Segments {
            name: qsTr("Earlier thinking")
            choices: [qsTr("Drop earlier thinking"), qsTr("Send it back as text")]
            current: root.settings.thoughtsSentBack ? 1 : 0
            onChosen: (index) => root.settings.thoughtsSentBack = index === 1
        }
        Item { width: 1; height: 6 }
        Heading { text: qsTr("When the context is full") }
        Segments {
            name: qsTr("When the context is full")
            choices: [qsTr("Leave out oldest"), qsTr("Keep the first"), qsTr("Refuse")]
            current: root.settings.overflow
            onChosen: (index) => root.settings.overflow = index
        }
        Words {
            width: parent.width
            text: root.settings.overflow === ChatSettings.Refuse ? qsTr("Nothing is sent that does not fit.")
                : root.settings.overflow === ChatSettings.LeaveOutMiddle ? qsTr("The first turn stays; the oldest after it are not sent.")
                : qsTr("The oldest turns are not sent. They stay here, shown pale.")
            font: Theme.smallFont
            color: Theme.colors.text3
            wrapMode: Text.Wrap
        }
        Item { width: 1; height: 6 }
        Heading { text: qsTr("Sampling") }
        Repeater {
            model: root.settings.sampling
            SamplingRow {
                width: body.width
                onNumberSet: (number) => root.settings.sampling.set(field, number)
                onFollowed: root.settings.sampling.reset(field)
            }
        }
    }
    ScrollMark {
        anchors.right: parent.right
        anchors.rightMargin: -14
        y: root.contentY
        height: root.height
        orientation: Qt.Vertical
        size: root.height / Math.max(1, root.contentHeight)
        position: root.contentY / Math.max(1, root.contentHeight)
        onPositionChanged: if (pressed) root.contentY = position * root.contentHeight
    }
}
