import QtQuick
import Hadal.Controls
import Hadal.Theme

// For developers, hence in English only. The controls in rest, disabled, chosen and wrong. Hover, press and focus are tried by hand.
Column {
    id: root

    spacing: 12

    GalleryRow {
        name: "Primary"
        PushButton { kind: PushButton.Primary; text: "Send" }
        PushButton { kind: PushButton.Primary; text: "Send"; enabled: false }
        PushButton { kind: PushButton.Primary; text: "Copy"; iconName: "copy" }
    }
    GalleryRow {
        name: "Plain"
        PushButton { text: "Refuse" }
        PushButton { text: "Refuse"; enabled: false }
        PushButton { text: "Copy"; iconName: "copy" }
    }
    GalleryRow {
        name: "Quiet"
        PushButton { kind: PushButton.Quiet; text: "Copy" }
        PushButton { kind: PushButton.Quiet; text: "Copy"; enabled: false }
        PushButton { kind: PushButton.Quiet; text: "Copy"; iconName: "copy" }
    }
    GalleryRow {
        name: "Danger"
        PushButton { kind: PushButton.Danger; text: "Delete" }
        PushButton { kind: PushButton.Danger; text: "Delete"; enabled: false }
    }
    GalleryRow {
        name: "Chip"
        Chip { iconName: "lamp"; text: "Think" }
        Chip { iconName: "lamp"; text: "Think"; checkable: true; checked: true }
        Chip { iconName: "lamp"; text: "Think"; enabled: false }
    }
    GalleryRow {
        name: "Icons"
        Repeater {
            model: ["edit", "copy", "retry", "download", "wrap", "pin", "globe", "image", "stop", "send"]
            IconButton {
                required property string modelData
                iconName: modelData
                text: modelData
            }
        }
    }
    GalleryRow {
        name: "Field"
        Field { placeholderText: "Name"; Accessible.name: "Name" }
        Field { text: "gpu_nodes"; Accessible.name: "Name" }
        Field { placeholderText: "Any"; enabled: false; Accessible.name: "Name" }
    }
    GalleryRow {
        name: "Segments"
        Segments { choices: ["Form", "Code", "Both"]; name: "View" }
    }
    GalleryRow {
        name: "Banner"
        Banner { width: 480; title: "GPU 3 stopped answering"; text: "The text is kept."; action: "Reload" }
    }
    GalleryRow {
        name: ""
        Banner { width: 480; careful: true; title: "4 oldest turns will be left out"; text: "The context is nearly full." }
    }
    GalleryRow {
        name: "Toast"
        Toast { text: "Chat moved to bin"; open: true }
    }
    GalleryRow {
        name: "Menu"
        Raised {
            width: 220
            height: rows.height + 8
            Column {
                id: rows
                x: 4
                y: 4
                width: parent.width - 8
                MenuRow { width: parent.width; iconName: "edit"; text: "Rename"; keys: "F2" }
                MenuRow { width: parent.width; iconName: "copy"; text: "Duplicate"; highlighted: true }
                MenuRow { width: parent.width; iconName: "download"; text: "Archive"; enabled: false }
                MenuRow { width: parent.width; iconName: "trash"; text: "Move to bin"; dangerous: true; keys: "Del" }
            }
        }
    }
}
