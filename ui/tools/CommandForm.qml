import QtQuick
import QtQuick.Dialogs
import Hadal.Controls
import Hadal.Forms
import Hadal.Theme
import Hadal.Tools

// A program and its arguments, each on a row of its own.
Column {
    id: root

    required property ToolForm form

    spacing: 12

    Labelled {
        width: parent.width
        label: root.form.shell ? qsTr("Shell line") : qsTr("Program")
        problem: root.form.problems.program ?? ""
        hint: root.form.shell ? qsTr("Arguments that stand in it are quoted as one word each.")
                              : qsTr("A name or a path. No shell reads it.")
        Row {
            width: parent.width
            spacing: 8
            TemplateField {
                width: parent.width - (split.visible ? split.width + 8 : 0)
                name: root.form.shell ? qsTr("Shell line") : qsTr("Program")
                value: root.form.program
                names: root.form.shell ? root.form.parameterNames : []
                placeholder: root.form.shell ? "ls -l {{path}} | head" : "ls"
                wrong: root.form.problems.program !== undefined
                onTyped: (text) => root.form.program = text
            }
            PushButton {
                id: split
                visible: !root.form.shell && root.form.program.trim().includes(" ")
                text: qsTr("Split into arguments")
                onClicked: root.form.splitLine(root.form.program)
            }
        }
    }
    Labelled {
        id: list
        visible: !root.form.shell
        width: parent.width
        label: qsTr("Arguments")
        Repeater {
            id: lines
            model: root.form.arguments
            ArgumentLine {
                width: list.width
                form: root.form
                onNextWanted: (at) => {
                    root.form.arguments.add("", "", at);
                    (lines.itemAt(at) as ArgumentLine).takeFocus();
                }
            }
        }
        PushButton {
            kind: PushButton.Quiet
            implicitHeight: 28
            iconName: "plus"
            text: qsTr("Add an argument")
            onClicked: (lines.itemAt(root.form.arguments.add()) as ArgumentLine).takeFocus()
        }
    }
    SwitchLine {
        width: parent.width
        text: qsTr("Run through a shell")
        on: root.form.shell
        hint: root.form.shell ? "" : qsTr("For pipes and redirections. Without it, nothing that the model writes can become a command.")
        onTurned: (on) => root.form.shell = on
    }
    Banner {
        visible: root.form.shell
        width: parent.width
        careful: true
        title: qsTr("A shell reads this line")
        text: qsTr("What the model writes is quoted, but the line itself can do whatever a shell can, within the sandbox.")
    }
    Labelled {
        width: parent.width
        label: qsTr("Working folder")
        problem: root.form.problems.folder ?? ""
        Row {
            width: parent.width
            spacing: 8
            Field {
                width: parent.width - choose.width - 8
                text: root.form.folder
                font: Theme.codeFont
                placeholderText: qsTr("An empty folder of its own")
                wrong: root.form.problems.folder !== undefined
                Accessible.name: qsTr("Working folder")
                onTextEdited: root.form.folder = text
            }
            PushButton {
                id: choose
                iconName: "folder"
                text: qsTr("Choose")
                Accessible.name: qsTr("Choose the working folder")
                onClicked: dialog.open()
            }
        }
    }
    PairLines {
        width: parent.width
        label: qsTr("Environment")
        form: root.form
        rows: root.form.environment
        part: "environment"
        addText: qsTr("Add a variable")
    }
    Labelled {
        width: parent.width
        label: qsTr("Input")
        problem: root.form.problems.input ?? ""
        TemplateField {
            width: parent.width
            lines: true
            name: qsTr("Input")
            value: root.form.input
            names: root.form.parameterNames
            placeholder: qsTr("What the program reads from its standard input")
            wrong: root.form.problems.input !== undefined
            onTyped: (text) => root.form.input = text
        }
    }
    FolderDialog {
        id: dialog
        onAccepted: root.form.folder = root.form.pathOf(selectedFolder)
    }
}
