import QtQuick
import Hadal.Controls
import Hadal.Theme

// A conversation that has not begun: what the model is, and questions that show what it can do.
Flickable {
    id: root

    required property bool builtIn
    required property string modelName
    property real columnWidth: Theme.column

    signal chosen(string prompt, bool think)

    contentWidth: width
    contentHeight: Math.max(height, body.height + 48)
    clip: true
    interactive: false

    WheelHandler {
        target: null
        onWheel: (event) => root.contentY = Math.max(0, Math.min(root.contentHeight - root.height,
                                                     root.contentY - event.angleDelta.y * 0.65))
    }
    Column {
        id: body
        x: Math.round((root.width - width) / 2)
        y: Math.max(24, Math.round((root.contentHeight - height) * 0.4))
        width: root.columnWidth

        Words {
            width: parent.width
            text: qsTr("Start with a question")
            font: Theme.headlineFont
            lineHeight: 36
            wrapMode: Text.Wrap
            Accessible.role: Accessible.Heading
            Accessible.name: text
        }
        Item { width: 1; height: 8 }
        Words {
            width: parent.width
            text: root.builtIn ? qsTr("The model in use is a small guide to Hadal, built in. It knows this program and the ideas behind it. For general questions, start Hadal with a larger model.")
                : root.modelName === "" ? "" : qsTr("%1 will answer.").arg(root.modelName)
            visible: text !== ""
            font: Theme.readingFont
            color: Theme.colors.text2
            wrapMode: Text.Wrap
        }
        Item { width: 1; height: 32 }
        Words {
            text: qsTr("Try one of these")
            font: Theme.smallLabelFont
            color: Theme.colors.text2
        }
        Item { width: 1; height: 6 }
        Starter {
            width: parent.width
            iconName: "chat"
            text: qsTr("What is sparse attention, and what does it cost?")
            hint: qsTr("A short answer")
            onClicked: root.chosen(text, false)
        }
        Starter {
            width: parent.width
            iconName: "lamp"
            text: qsTr("Prove that the sum of two even numbers is even.")
            hint: qsTr("Watch it think first")
            onClicked: root.chosen(text, true)
        }
        Starter {
            width: parent.width
            iconName: "chip"
            text: qsTr("Explain MoE load balancing.")
            hint: qsTr("How its experts share the work")
            onClicked: root.chosen(text, false)
        }
        Starter {
            width: parent.width
            iconName: "braces"
            text: qsTr("Turn “Ada, 36, London” into a record.")
            hint: qsTr("Answers in JSON")
            onClicked: root.chosen(text, false)
        }
        Starter {
            width: parent.width
            iconName: "chat"
            text: "用中文介绍一下你自己。"
            hint: "简体、繁體，都可以"
            onClicked: root.chosen(text, false)
        }
    }
}
