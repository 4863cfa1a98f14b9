import QtQuick
import QtQuick.Dialogs
import Hadal.Controls
import Hadal.Forms
import Hadal.Theme
import Hadal.Tools

// Tools from a file or from what is pasted.
Sheet {
    id: root

    required property ToolDesk desk
    property string problem: ""
    property string pasted: ""

    function take(problem: string) {
        root.problem = problem;
        if (problem === "")
            root.close();
    }

    title: qsTr("Import tools")
    width: Math.min(560, (parent?.width ?? 560) / Theme.zoom - 48)
    onAboutToShow: {
        root.problem = "";
        root.pasted = "";
    }
    contentItem: Column {
        spacing: 12
        Words {
            width: parent.width
            text: qsTr("OpenAI tools as JSON: one, a list, or a request with “tools”. What Hadal exports is taken whole, with action and sandbox; a tool without an action asks you.")
            wrapMode: Text.Wrap
            color: Theme.colors.text2
        }
        CodeField {
            width: parent.width
            name: qsTr("Tools as JSON")
            language: "json"
            value: root.pasted
            focus: true
            wrong: root.problem !== ""
            minimumHeight: 180
            maximumHeight: 260
            onTyped: (text) => root.pasted = text
        }
        ProblemLine {
            width: parent.width
            text: root.problem
        }
        Row {
            anchors.right: parent.right
            spacing: 8
            PushButton {
                iconName: "file"
                text: qsTr("From a file")
                onClicked: dialog.open()
            }
            PushButton {
                kind: PushButton.Primary
                text: qsTr("Import")
                enabled: root.pasted.trim() !== ""
                onClicked: root.take(root.desk.importText(root.pasted))
            }
        }
    }
    FileDialog {
        id: dialog
        nameFilters: ["JSON (*.json)"]
        onAccepted: root.take(root.desk.importFile(selectedFile))
    }
}
