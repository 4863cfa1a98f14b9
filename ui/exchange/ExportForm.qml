import QtQuick
import Hadal.Controls
import Hadal.Exchange
import Hadal.Settings
import Hadal.Theme

// What is written, and as what.
Column {
    id: root

    required property Exporter exporter

    readonly property bool lossless: root.exporter.kind === Exporter.Json

    spacing: 16

    Choice {
        name: qsTr("Format")
        Segments {
            name: qsTr("Format")
            choices: ["Markdown", "HTML", "PDF", "JSON"]
            current: root.exporter.kind
            onChosen: (index) => root.exporter.kind = index
        }
    }
    Choice {
        name: qsTr("Chats")
        Column {
            spacing: 2
            ScopeRow {
                scope: Exporter.Picked
                exporter: root.exporter
                offered: root.exporter.picked > 0
                text: root.exporter.picked === 1 ? qsTr("This chat") : qsTr("The %Ln picked chats", "", root.exporter.picked)
            }
            ScopeRow {
                scope: Exporter.InFolder
                exporter: root.exporter
                offered: root.exporter.folderName !== ""
                text: qsTr("Folder “%1”").arg(root.exporter.folderName)
            }
            ScopeRow {
                scope: Exporter.Everything
                exporter: root.exporter
                offered: true
                text: qsTr("All chats")
            }
        }
    }
    Choice {
        name: qsTr("Versions")
        visible: !root.lossless
        Segments {
            name: qsTr("Versions")
            choices: [qsTr("The branch shown"), qsTr("All")]
            current: root.exporter.versions ? 1 : 0
            onChosen: (index) => root.exporter.versions = index === 1
        }
    }
    Choice {
        name: qsTr("With")
        visible: !root.lossless
        Flow {
            width: root.width
            spacing: 8
            Chip {
                iconName: "lamp"
                text: qsTr("Thinking")
                checkable: true
                checked: root.exporter.thinking
                onToggled: root.exporter.thinking = checked
            }
            Chip {
                iconName: "terminal"
                text: qsTr("Tool calls")
                checkable: true
                checked: root.exporter.tools
                onToggled: root.exporter.tools = checked
            }
            Chip {
                iconName: "file"
                text: qsTr("Files")
                checkable: true
                checked: root.exporter.files
                onToggled: root.exporter.files = checked
            }
            Chip {
                iconName: "clock"
                text: qsTr("Times and models")
                checkable: true
                checked: root.exporter.metadata
                onToggled: root.exporter.metadata = checked
            }
        }
    }
    Words {
        visible: root.lossless
        width: root.width
        wrapMode: Text.Wrap
        color: Theme.colors.text2
        text: qsTr("JSON holds everything: every version, thinking, tool calls, drafts and settings. It can be imported again without loss.")
    }
}
