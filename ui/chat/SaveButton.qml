import QtQuick
import QtQuick.Dialogs
import Hadal.Controls
import Hadal.Markdown

// Saves code where the person says.
IconButton {
    id: root

    required property CodeLines code

    property string problem: ""

    iconName: root.problem === "" ? "download" : "warn"
    iconSize: 14
    text: root.problem === "" ? qsTr("Save as a file") : qsTr("Not saved: %1").arg(root.problem)
    onClicked: dialog.active = true

    Loader {
        id: dialog
        active: false
        sourceComponent: FileDialog {
            fileMode: FileDialog.SaveFile
            currentFile: currentFolder + "/" + root.code.fileName
            onAccepted: {
                root.problem = TextFile.write(selectedFile, root.code.text());
                dialog.active = false;
            }
            onRejected: dialog.active = false
            Component.onCompleted: open()
        }
    }
}
