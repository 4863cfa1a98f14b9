import QtQuick
import Hadal.Controls
import Hadal.Forms
import Hadal.Theme
import Hadal.Tools

// What the model will see of the tool, and what that costs.
Column {
    id: root

    required property ToolPreview preview
    property bool asPrompt: true

    readonly property bool both: root.preview.prompt !== ""

    spacing: 10

    Item {
        width: parent.width
        height: 24
        Words {
            height: parent.height
            text: qsTr("What the model sees")
            font: Theme.titleFont
            Accessible.role: Accessible.Heading
            Accessible.name: text
        }
        Words {
            anchors.right: parent.right
            height: parent.height
            text: root.preview.tokens < 0 ? "" : qsTr("%Ln tokens in every turn", "", root.preview.tokens)
            font: Theme.smallFont
            color: Theme.colors.text3
        }
    }
    Segments {
        visible: root.both
        name: qsTr("What the model sees")
        choices: [root.preview.format, "OpenAI JSON"]
        current: root.asPrompt ? 0 : 1
        onChosen: (index) => root.asPrompt = index === 0
    }
    CodeField {
        width: parent.width
        readOnly: true
        name: qsTr("What the model sees")
        language: root.both && root.asPrompt ? "" : "json"
        // Without the empty lines that part it from what stands before it.
        value: root.both && root.asPrompt ? root.preview.prompt.replace(/^\n+/, "") : root.preview.json
        maximumHeight: 260
    }
    ProblemLine {
        width: parent.width
        careful: true
        text: root.preview.problem
    }
}
