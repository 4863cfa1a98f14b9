import QtQuick
import Hadal.Theme

// The inside of the sheet of shortcuts.
Flickable {
    id: root

    required property Commands commands
    readonly property int columns: root.width > 560 ? 2 : 1

    implicitHeight: grid.height
    contentWidth: width
    contentHeight: grid.height
    clip: true
    focus: true
    boundsBehavior: Flickable.StopAtBounds
    Keys.onUpPressed: root.contentY = Math.max(0, root.contentY - 60)
    Keys.onDownPressed: root.contentY = Math.max(0, Math.min(root.contentHeight - root.height, root.contentY + 60))

    Grid {
        id: grid
        width: parent.width
        columns: root.columns
        columnSpacing: 32
        Repeater {
            model: root.commands.ofChats
            ShortcutRow {
                width: (root.width - (root.columns - 1) * 32) / root.columns
                keys: root.commands.shown(modelData.keys)
            }
        }
        Repeater {
            model: root.commands.everywhere
            ShortcutRow {
                width: (root.width - (root.columns - 1) * 32) / root.columns
                keys: root.commands.shown(modelData.keys)
            }
        }
        Repeater {
            model: root.commands.elsewhere
            ShortcutRow {
                width: (root.width - (root.columns - 1) * 32) / root.columns
                keys: root.commands.shown(modelData.keys)
            }
        }
    }
}
