import QtQuick
import QtQuick.Templates as T
import Hadal.Controls
import Hadal.Inside
import Hadal.Theme

// Beside the token that the reader pressed, or on which the pointer rests: then it is quiet, takes nothing from
// the keyboard, and goes with the pointer.
Popover {
    id: root

    required property Inside inside
    property bool quiet: false
    readonly property bool hovered: (root.contentItem as TokenList)?.hovered ?? false

    radius: Theme.radiusComposer
    padding: 8
    width: 344
    modal: !root.quiet
    focus: !root.quiet
    closePolicy: root.quiet ? T.Popup.CloseOnPressOutside : T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
    onOpened: (root.contentItem as TokenList).begin(!root.quiet)
    onQuietChanged: if (root.opened && !root.quiet) (root.contentItem as TokenList).begin(true)

    /// From the text or from here: it may come to the other.
    function pointerLeft() { leave.restart(); }

    contentItem: TokenList {
        inside: root.inside
        onClosed: root.close()
        onPointerGone: root.pointerLeft()
    }
    Timer {
        id: leave
        interval: 250
        onTriggered: if (root.quiet && !root.hovered) root.close()
    }
}
