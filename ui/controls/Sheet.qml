import QtQuick
import QtQuick.Window
import QtQuick.Templates as T
import Hadal.Theme

// A larger surface in the middle of the window, over a plain scrim. Esc closes it.
T.Popup {
    id: root

    property Item before: null ///< had the focus
    property string title: ""
    property bool closeButton: true

    parent: T.Overlay.overlay
    modal: true
    focus: true
    padding: 20
    topPadding: root.title === "" ? 0 : 56
    scale: Theme.zoom
    x: Math.round(((root.parent?.width ?? 0) - root.width) / 2)
    y: Math.round(((root.parent?.height ?? 0) - root.height) / 2)
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
    background: Raised {
        radius: Theme.radiusDialog
        Words {
            x: 20
            y: 16
            height: 28
            visible: root.title !== ""
            text: root.title
            font: Theme.titleFont
            Accessible.role: Accessible.Heading
            Accessible.name: text
        }
        IconButton {
            anchors.right: parent.right
            anchors.rightMargin: 14
            y: 14
            visible: root.closeButton
            iconName: "close"
            text: qsTr("Close")
            keys: "Esc"
            onClicked: root.close()
        }
    }
    T.Overlay.modal: Rectangle { color: Theme.colors.scrim }
    onAboutToShow: root.before = root.parent.Window.window.activeFocusItem
    onClosed: if (root.before) root.before.forceActiveFocus()
    enter: Transition {
        NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.fade; easing.type: Easing.OutCubic }
    }
    exit: Transition {
        NumberAnimation { property: "opacity"; from: 1; to: 0; duration: Theme.fade; easing.type: Easing.OutCubic }
    }
}
