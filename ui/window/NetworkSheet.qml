import QtQuick
import Hadal.Controls
import Hadal.Settings
import Hadal.Theme

// Every connection that the program has made since it began.
Sheet {
    id: root

    required property NetworkLedger ledger

    title: qsTr("Network connections")
    width: Math.min(680, (root.parent?.width ?? 680) / Theme.zoom - 40)
    height: Math.min(420, (root.parent?.height ?? 420) / Theme.zoom - 60)
    onOpened: (root.contentItem as NetworkList).begin()

    contentItem: NetworkList { ledger: root.ledger }
}
