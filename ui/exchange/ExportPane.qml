import QtQuick
import QtQuick.Dialogs
import Hadal.Chat
import Hadal.Controls
import Hadal.Exchange
import Hadal.Theme

// The inside of the sheet: what, as what, how it will look, and the writing.
FocusScope {
    id: root

    required property Workspace workspace
    required property bool roomy ///< there is room for the preview

    Keys.onReturnPressed: if (go.enabled) root.pickTarget()
    Keys.onEnterPressed: if (go.enabled) root.pickTarget()

    signal finished
    signal written(string what, string folder)

    function begin(conversations: list<string>, folder: string) {
        exporter.begin(conversations, folder);
        go.forceActiveFocus(Qt.TabFocusReason);
    }
    function stop() { exporter.stop(); }
    function pickTarget() {
        if (exporter.severalFiles) {
            folders.open();
            return;
        }
        files.currentFile = files.currentFolder + "/" + encodeURIComponent(exporter.suggestedName());
        files.open();
    }
    function sizeOf(bytes: real): string {
        return bytes < 1000 ? qsTr("%L1 bytes").arg(bytes)
             : bytes < 1e6 ? qsTr("%L1 kB").arg(Math.round(bytes / 1000))
             : qsTr("%L1 MB").arg(Math.round(bytes / 1e5) / 10);
    }

    Exporter {
        id: exporter
        workspace: root.workspace
        onWritten: (chats, folder) => root.written(qsTr("%Ln chats exported", "", chats), folder)
    }
    ExportForm {
        id: form
        width: 336
        exporter: exporter
        enabled: !exporter.writing
    }
    ExportPreview {
        visible: root.roomy
        anchors.left: form.right
        anchors.leftMargin: 24
        anchors.right: parent.right
        height: parent.height - 52
        exporter: exporter
    }
    Column {
        anchors.left: parent.left
        anchors.right: buttons.left
        anchors.rightMargin: 16
        anchors.bottom: parent.bottom
        spacing: 6
        ProgressLine {
            width: Math.min(parent.width, 240)
            visible: exporter.writing && exporter.chats > 1
            name: summary.text
            done: exporter.done
            total: exporter.chats
        }
        Words {
            id: summary
            width: parent.width
            elide: Text.ElideRight
            font: Theme.smallFont
            color: exporter.problem === "" ? Theme.colors.text3 : Theme.colors.wrong
            text: exporter.problem !== "" ? problem.text
                : exporter.writing ? (exporter.chats > 1 ? qsTr("%L1 of %L2 chats written").arg(exporter.done).arg(exporter.chats) : qsTr("Writing"))
                : exporter.chats > 1 ? qsTr("%Ln chats", "", exporter.chats) + (exporter.severalFiles ? " · " + qsTr("a file each, in a new folder") : "")
                : exporter.chats === 0 ? qsTr("There is nothing to export yet.")
                : exporter.bytes > 0 ? qsTr("%Ln messages", "", exporter.messages) + " · " + root.sizeOf(exporter.bytes)
                : qsTr("%Ln messages", "", exporter.messages)
        }
    }
    Row {
        id: buttons
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        spacing: 8
        PushButton {
            text: qsTr("Cancel")
            onClicked: root.finished()
        }
        PushButton {
            id: go
            kind: PushButton.Primary
            focus: true
            text: qsTr("Export…")
            enabled: exporter.chats > 0 && !exporter.writing
            onClicked: root.pickTarget()
        }
    }
    EngineMessage {
        id: problem
        raw: exporter.problem
    }
    FileDialog {
        id: files
        title: qsTr("Export")
        fileMode: FileDialog.SaveFile
        defaultSuffix: exporter.ending
        onAccepted: exporter.write(files.selectedFile)
    }
    FolderDialog {
        id: folders
        title: qsTr("Export into a new folder in…")
        onAccepted: exporter.write(folders.selectedFolder)
    }
}
