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

    signal copied(string text)
    signal edited(string text)
    signal versionChosen(int version)

    Rectangle {
        x: -Theme.overhang
        width: parent.width + 2 * Theme.overhang
        height: text.height + 26
        visible: !root.editing
        radius: Theme.radiusCard
        color: Theme.colors.turn

        FormattedText {
            id: text
            x: Theme.overhang
            y: 10 // its lines stand at the bottom of their height
            width: root.width
            words: root.words
        }
    }
    Loader {
        x: -Theme.overhang
        width: parent.width + 2 * Theme.overhang
        active: root.editing
        visible: active
        sourceComponent: EditBox {
            initial: root.content
            verb: qsTr("Send")
            onCancelled: root.editing = false
            onAccepted: (text) => {
                root.editing = false;
                root.edited(text);
            }
        }
    }
    TurnActions {
        width: parent.width
        version: root.version
        versions: root.versions
        idle: root.idle
        enabled: !root.editing
        shown: hover.hovered && !root.editing
        onCopy: root.copied(root.content)
        onEdit: root.editing = true
        onVersionChosen: (version) => root.versionChosen(version)
    }
    HoverHandler { id: hover }
}
