import QtQuick
import Hadal.Controls
import Hadal.Forms
import Hadal.Theme
import Hadal.Tools

// What a run may touch and use. What does not concern the kind of action is left out.
Labelled {
    id: root

    required property ToolForm form

    readonly property bool process: root.form.action === ToolForm.Command || root.form.action === ToolForm.Script
    readonly property bool files: root.form.action === ToolForm.Command || root.form.action === ToolForm.Files

    label: qsTr("Sandbox")
    hint: root.form.action === ToolForm.Command ? qsTr("Without a folder it sees nothing of yours.") : ""
    problem: root.form.problems.folders ?? root.form.problems.network ?? ""

    Repeater {
        id: lines
        model: root.files ? root.form.folders : null
        FolderLine {
            width: root.width
            form: root.form
        }
    }
    Flow {
        width: root.width
        spacing: 8
        Chip {
            visible: root.files
            iconName: "plus"
            text: qsTr("Folder")
            hint: qsTr("Let it see a folder")
            onClicked: (lines.itemAt(root.form.folders.add()) as FolderLine).takeFocus()
        }
        Chip {
            visible: root.form.action === ToolForm.Command || root.form.action === ToolForm.Http
            iconName: "globe"
            checkable: true
            checked: root.form.network
            text: root.form.network ? qsTr("Network on") : qsTr("Network off")
            onToggled: root.form.network = checked
        }
    }
    Grid {
        width: root.width
        columns: root.width < 480 ? 2 : 4
        columnSpacing: 12
        rowSpacing: 12
        readonly property real cell: (width - (columns - 1) * 12) / columns
        NumberBox {
            visible: root.process
            width: parent.cell
            label: qsTr("Memory")
            unit: "MiB"
            value: root.form.memory
            problem: root.form.problems.memory ?? ""
            onTyped: (value) => root.form.memory = value
        }
        NumberBox {
            width: parent.cell
            label: qsTr("Time")
            unit: qsTr("s")
            value: root.form.seconds
            problem: root.form.problems.seconds ?? ""
            onTyped: (value) => root.form.seconds = value
        }
        NumberBox {
            visible: root.form.action === ToolForm.Command
            width: parent.cell
            label: qsTr("Processes")
            unit: ""
            value: root.form.processes
            problem: root.form.problems.processes ?? ""
            onTyped: (value) => root.form.processes = value
        }
        NumberBox {
            width: parent.cell
            label: qsTr("Output")
            unit: "KiB"
            value: root.form.output
            problem: root.form.problems.output ?? ""
            onTyped: (value) => root.form.output = value
        }
    }
}
