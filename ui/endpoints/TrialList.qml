import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Endpoints
import Hadal.Theme

// What a test has found so far.
Column {
    id: root

    required property EndpointTrial trial

    visible: (root.trial?.count ?? 0) > 0 || (root.trial?.running ?? false)
    spacing: 4
    Accessible.role: Accessible.List
    Accessible.name: qsTr("What the test found")

    Repeater {
        model: root.trial
        delegate: Item {
            id: row
            required property string text
            required property bool works
            required property string detail
            width: root.width
            height: words.height + (why.visible ? why.height + 2 : 0) + 6
            Accessible.role: Accessible.ListItem
            Accessible.name: row.text + (row.detail === "" ? "" : ". " + why.text)
            Icon {
                y: 3
                width: 14
                height: 14
                name: row.works ? "check" : "warn"
                color: row.works ? Theme.colors.good : Theme.colors.careful
            }
            Words {
                id: words
                x: 24
                width: parent.width - x
                text: row.text
                wrapMode: Text.Wrap
            }
            Words {
                id: why
                x: 24
                anchors.top: words.bottom
                anchors.topMargin: 2
                visible: row.detail !== ""
                width: parent.width - x
                text: message.text
                font: Theme.smallFont
                color: Theme.colors.text2
                wrapMode: Text.Wrap
            }
            EngineMessage {
                id: message
                raw: row.detail
            }
        }
    }
    Words {
        visible: root.trial?.running ?? false
        x: 24
        text: qsTr("Asking…")
        color: Theme.colors.text3
    }
}
