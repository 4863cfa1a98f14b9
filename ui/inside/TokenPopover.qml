import QtQuick
import Hadal.Controls
import Hadal.Inside
import Hadal.Theme

// Beside the token that the reader pressed.
Popover {
    id: root

    required property Inside inside

    radius: Theme.radiusComposer
    padding: 8
    width: 344
    onOpened: (root.contentItem as TokenList).begin()

    contentItem: TokenList {
        inside: root.inside
        onClosed: root.close()
    }
}
