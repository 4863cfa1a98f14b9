import QtQuick
import Hadal.Controls
import Hadal.Markdown
import Hadal.Theme

// What the person wrote, as it was written.
Turn {
    id: root

    required property string content
    required property inlineText words
    required property int version
    required property int versions
    required property bool idle
    required property list<string> fileNames
    required property bool starred

    signal copied(string text)
    signal forked
    signal starToggled
    signal versionChosen(int version)

    Rectangle {
        x: -Theme.overhang
        width: parent.width + 2 * Theme.overhang
        height: text.y + text.height + 16
        visible: !root.editing
        radius: Theme.radiusCard
        color: Theme.colors.turn

        Flow {
            id: files
            x: Theme.overhang
            y: 14
            width: root.width
            spacing: 8
            visible: root.fileNames.length > 0
            Repeater {
                model: root.fileNames
                FileChip {
                    required property string modelData
                    name: modelData
                }
            }
        }
        FormattedText {
            id: text
            x: Theme.overhang
            y: (files.visible ? files.y + files.height + 6 : 10) // its lines stand at the bottom of their height
            opacity: root.leftOut ? 0.62 : 1
            width: root.width
            words: root.words
            marks: root.marks
            message: root.message
        }
    }
    Loader {
        x: -Theme.overhang
        width: parent.width + 2 * Theme.overhang
        active: root.editing
        visible: active
        sourceComponent: EditBox {
            initial: root.editText
            verb: qsTr("Send")
            canAccept: root.idle
            takesFocus: root.grabsFocus
            onTyped: (text) => root.editTyped(text)
            onCancelled: root.editCancelled()
            onAccepted: (text) => root.edited(text)
        }
    }
    TurnActions {
        width: parent.width
        version: root.version
        versions: root.versions
        idle: root.idle
        enabled: !root.editing
        shown: (hover.hovered || root.starred) && !root.editing
        starred: root.starred
        onCopy: root.copied(root.content)
        onEdit: root.startEdit()
        onFork: root.forked()
        onStar: root.starToggled()
        onVersionChosen: (version) => root.versionChosen(version)
    }
    HoverHandler { id: hover }
}
