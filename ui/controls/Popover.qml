import QtQuick
import QtQuick.Window
import QtQuick.Templates as T
import Hadal.Theme

// The ground of menus and other small surfaces over the content.
T.Popup {
    id: root

    property Item before: null ///< had the focus
    property real radius: Theme.radiusCard

    modal: true // so that Esc closes it and nothing else
    dim: false
    margins: 8
    padding: 6
    scale: Theme.zoom
    transformOrigin: T.Popup.TopLeft
    implicitWidth: contentWidth + leftPadding + rightPadding
    implicitHeight: contentHeight + topPadding + bottomPadding
    focus: true
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
    background: Raised { radius: root.radius }
    onAboutToShow: root.before = root.parent.Window.window.activeFocusItem
    onClosed: {
        // Back to where the person was, unless what was chosen has taken the focus elsewhere.
        if (root.before && !(root.parent.Window.window.activeFocusItem instanceof TextInput))
            root.before.forceActiveFocus();
    }
    enter: Transition {
        NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.fade; easing.type: Easing.OutCubic }
    }
    exit: Transition {
        NumberAnimation { property: "opacity"; from: 1; to: 0; duration: Theme.fade; easing.type: Easing.OutCubic }
    }
}
