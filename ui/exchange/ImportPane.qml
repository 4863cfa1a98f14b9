import QtQuick
import QtQuick.Dialogs
import Hadal.Chat
import Hadal.Controls
import Hadal.Exchange
import Hadal.Theme

// The inside of the sheet: what a file would add, and adding it.
FocusScope {
    id: root

    required property Workspace workspace

    focus: true
    Keys.onReturnPressed: if (go.enabled) importer.run()
    Keys.onEnterPressed: if (go.enabled) importer.run()

    readonly property bool ready: importer.state === Importer.Ready
    readonly property bool nothingNew: root.ready && importer.messages === 0 && importer.fresh === 0

    signal finished
    signal wanted ///< a file has been chosen

    function pick() { files.open(); }
    function begin(file: url) { importer.read(file); }
    function stop() { importer.stop(); }

    Importer {
        id: importer
        workspace: root.workspace
        onImported: root.finished()
    }
    Words {
        id: about
        width: parent.width
        wrapMode: Text.Wrap
        color: Theme.colors.text2
        text: importer.state === Importer.Reading ? qsTr("Reading %1").arg(importer.fileName)
            : importer.state === Importer.Writing ? qsTr("%L1 of %L2 chats added").arg(importer.done).arg(importer.count)
            : !root.ready ? qsTr("An export of Hadal, or the conversations.json of ChatGPT or DeepSeek.")
            : qsTr("%1, written by %2. Nothing that is here is changed; what is missing is added.").arg(importer.fileName).arg(importer.source)
    }
    Banner {
        id: wrong
        y: about.height + 12
        width: parent.width
        visible: importer.problem !== ""
        text: problem.text
    }
    Flow {
        id: counts
        y: about.height + 12
        width: parent.width
        spacing: 16
        visible: root.ready
        Repeater {
            model: [qsTr("%Ln new", "", importer.fresh), qsTr("%Ln with new messages", "", importer.grown),
                    qsTr("%Ln unchanged", "", importer.same), qsTr("%Ln messages in all", "", importer.messages)]
            Words {
                required property string modelData
                required property int index
                visible: [true, importer.grown > 0, importer.same > 0, importer.messages > 0][index]
                text: modelData
                font: index === 0 ? Theme.labelFont : Theme.uiFont
                color: index === 2 ? Theme.colors.text3 : Theme.colors.text
            }
        }
    }
    ProgressLine {
        y: about.height + 16
        width: parent.width
        visible: importer.state === Importer.Writing
        name: about.text
        done: importer.done
        total: importer.count
    }
    ImportList {
        y: counts.y + counts.height + 12
        width: parent.width
        height: left.y - y - (left.visible ? 12 : 0)
        visible: root.ready
        importer: importer
    }
    Banner {
        id: left
        width: parent.width
        y: parent.height - 48 - (visible ? height : 0)
        visible: root.ready && importer.leftOut > 0
        careful: true
        title: qsTr("%Ln parts of the file cannot be read and are left out", "", importer.leftOut)
        text: importer.whyLeftOut
    }
    Row {
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        spacing: 8
        PushButton {
            text: qsTr("Another file…")
            visible: importer.state !== Importer.Writing
            onClicked: files.open()
        }
        PushButton {
            text: importer.state === Importer.Writing ? qsTr("Stop") : qsTr("Cancel")
            onClicked: importer.state === Importer.Writing ? importer.stop() : root.finished()
        }
        PushButton {
            id: go
            kind: PushButton.Primary
            focus: true
            text: root.nothingNew ? qsTr("Nothing to import") : qsTr("Import")
            enabled: root.ready && !root.nothingNew
            onClicked: importer.run()
        }
    }
    EngineMessage {
        id: problem
        raw: importer.problem
    }
    FileDialog {
        id: files
        title: qsTr("Import chats")
        nameFilters: [qsTr("Exports (*.json)"), qsTr("All files (*)")]
        onAccepted: {
            root.begin(files.selectedFile);
            root.wanted();
        }
    }
}
