import QtQuick
import Hadal.Controls
import Hadal.Settings
import Hadal.Theme

// The inside of the page of connections.
FocusScope {
    id: root

    required property NetworkLedger ledger

    function begin() { list.forceActiveFocus(); }

    Words {
        id: words
        width: parent.width
        text: root.ledger.count === 0 ? qsTr("None since Hadal was started. The model runs on this computer, and nothing else asks for the network.")
                                      : qsTr("%Ln since Hadal was started.", "", root.ledger.count)
        color: Theme.colors.text2
        wrapMode: Text.Wrap
    }
    ListView {
        id: list
        y: words.height + 12
        width: parent.width
        height: parent.height - y
        focus: true
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: root.ledger
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Network connections")
        delegate: Item {
            id: row
            required property date began
            required property string host
            required property string purpose
            required property real sent
            required property real received
            required property string outcome
            width: list.width
            height: 44
            Accessible.role: Accessible.ListItem
            Accessible.name: row.host + ", " + row.purpose + ", " + row.outcome
            Words {
                height: 22
                width: parent.width - numbers.width - 12
                text: row.host
                elide: Text.ElideMiddle
                font: Theme.labelFont
            }
            Words {
                y: 22
                height: 18
                text: row.began.toLocaleTimeString(Qt.locale(), Locale.ShortFormat) + " · " + row.purpose + " · " + row.outcome
                font: Theme.smallFont
                color: Theme.colors.text3
            }
            Words {
                id: numbers
                anchors.right: parent.right
                height: 22
                text: qsTr("%1 sent · %2 received").arg(Qt.locale().formattedDataSize(row.sent)).arg(Qt.locale().formattedDataSize(row.received))
                font: Theme.smallFont
                color: Theme.colors.text2
            }
        }
    }
}
