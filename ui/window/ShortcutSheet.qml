import QtQuick
import Hadal.Controls
import Hadal.Theme

// All keys on one page.
Sheet {
    id: root

    required property Commands commands

    title: qsTr("Keyboard shortcuts")
    width: Math.min(760, (root.parent?.width ?? 760) / Theme.zoom - 40)
    height: Math.min(root.implicitContentHeight + 80, (root.parent?.height ?? 560) / Theme.zoom - 60)
    contentItem: ShortcutList { commands: root.commands }
}
