import QtQuick
import QtQuick.Window
import QtQuick.Templates as T
import Hadal.Controls
import Hadal.Theme

T.Menu {
    id: root

    property Item before: null ///< had the focus

    modal: true // so that Esc closes it and nothing else
    dim: false
    margins: 8
    padding: 6
    scale: Theme.zoom
    transformOrigin: T.Popup.TopLeft
    implicitWidth: Math.max(200, contentWidth + leftPadding + rightPadding)
    implicitHeight: contentHeight + topPadding + bottomPadding
    background: Raised {}
    contentItem: ListView {
        implicitHeight: contentHeight
        model: root.contentModel
        currentIndex: root.currentIndex
        interactive: contentHeight > height
        clip: interactive
        T.ScrollBar.vertical: ScrollMark { orientation: Qt.Vertical; visible: size < 1 }
    }
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
