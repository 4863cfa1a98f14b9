import QtQuick
import QtQuick.Window
import Hadal.Chat
import Hadal.Controls
import Hadal.Gallery
import Hadal.Markdown
import Hadal.Settings
import Hadal.Theme

// Every kind of block and control, for those who work on them.
Window {
    id: root

    required property Preferences preferences

    width: 1440
    height: 1000
    visible: true
    color: Theme.colors.surface
    title: "Hadal"

    Binding { target: Theme; property: "dark"; value: root.preferences.dark }
    Binding { target: Theme; property: "contrast"; value: root.preferences.contrast }
    Binding { target: Theme; property: "zoom"; value: root.preferences.zoom }
    Binding { target: Theme; property: "readingSize"; value: root.preferences.readingSize }
    Binding { target: Theme; property: "reduceMotion"; value: root.preferences.reduceMotion }

    Shortcut { sequences: ["Ctrl++", "Ctrl+="]; onActivated: root.preferences.zoom += 0.1 }
    Shortcut { sequence: "Ctrl+-"; onActivated: root.preferences.zoom -= 0.1 }
    Shortcut { sequence: "Ctrl+0"; onActivated: root.preferences.zoom = 1 }

    GallerySample { id: sample }

    Item {
        width: root.width / Theme.zoom
        height: root.height / Theme.zoom
        scale: Theme.zoom
        transformOrigin: Item.TopLeft

        Flickable {
            id: page
            width: Theme.column + 64
            height: parent.height
            contentHeight: blocks.y + blocks.height + 32

            BlockList {
                id: blocks
                x: 32
                y: 24
                width: Theme.column
                height: implicitHeight
                blocks: sample.blocks
                viewTop: page.contentY - y
                viewBottom: page.contentY + page.height - y
            }
        }
        Flickable {
            x: page.width
            width: parent.width - x
            height: parent.height
            contentHeight: controls.height + 48
            clip: true

            GalleryControls {
                id: controls
                x: 8
                y: 24
            }
        }
    }
}
