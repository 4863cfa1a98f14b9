import QtQuick
import QtQuick.Dialogs
import Hadal.Controls
import Hadal.Forms
import Hadal.Theme
import Hadal.Tools

// A folder that the tool may see.
Column {
    id: root

    required property ToolForm form
    required property int index
    required property string value
    required property bool flag

    readonly property string place: "folders." + root.index

    function takeFocus() { path.forceActiveFocus(Qt.TabFocusReason); }

    Row {
        width: root.width
        spacing: 8
        Field {
            id: path
            width: parent.width - access.width - 80
            text: root.value
            font: Theme.codeFont
            placeholderText: "/home/…"
            wrong: root.form.problems[root.place] !== undefined
            Accessible.name: qsTr("Folder %1").arg(root.index + 1)
            onTextEdited: root.form.folders.setValue(root.index, text)
        }
        IconButton {
            y: 2
            iconName: "folder"
            text: qsTr("Choose folder %1").arg(root.index + 1)
            onClicked: dialog.open()
        }
        Segments {
            id: access
            name: qsTr("What may be done in folder %1").arg(root.index + 1)
            choices: [qsTr("Read"), qsTr("Read and write")]
            current: root.flag ? 1 : 0
            onChosen: (index) => root.form.folders.setFlag(root.index, index === 1)
        }
        IconButton {
            y: 2
            iconName: "close"
            iconSize: 12
            text: qsTr("Take away folder %1").arg(root.index + 1)
            onClicked: root.form.folders.remove(root.index)
        }
    }
    ProblemLine {
        width: root.width
        text: root.form.problems[root.place] ?? root.form.warnings[root.place] ?? ""
        careful: root.form.problems[root.place] === undefined
    }
    FolderDialog {
        id: dialog
        onAccepted: root.form.folders.setValue(root.index, root.form.pathOf(selectedFolder))
    }
}
