import QtQuick
import QtQuick.Dialogs
import Hadal.Controls

// Saves a text where the person says.
IconButton {
    id: root

    required property string content
    required property string fileName

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
            currentFile: currentFolder + "/" + root.fileName
            onAccepted: {
                root.problem = TextFile.write(selectedFile, root.content);
                dialog.active = false;
            }
            onRejected: dialog.active = false
            Component.onCompleted: open()
        }
    }
}
