import QtQuick
import Hadal.Controls
import Hadal.Theme

// The foot of a turn: versions, what can be done with it, and its numbers. Its room is always kept; it is in
// sight for the last answer, and elsewhere under the pointer or with focus.
FocusScope {
    id: root

    required property int version
    required property int versions
    required property bool idle
    property bool shown: true
    property bool canRetry: false
    property bool starred: false
    property string numbers: ""

    signal copy
    signal edit
    signal retry
    signal fork
    signal star
    signal versionChosen(int version)

    implicitHeight: 28
    opacity: root.shown || root.activeFocus ? 1 : 0

    Row {
        id: buttons
        x: -6
        opacity: root.enabled ? 1 : 0 // while an answer is written, its numbers alone
        spacing: 2
        VersionSwitch {
            version: root.version
            versions: root.versions
            canSwitch: root.idle
            onChosen: (version) => root.versionChosen(version)
        }
        Item {
            width: 8
            height: 1
            visible: root.versions > 1
        }
        IconButton {
            iconName: "copy"
            tint: Theme.colors.text3
            text: qsTr("Copy")
            onClicked: root.copy()
        }
        IconButton {
            iconName: "edit"
            tint: Theme.colors.text3
            text: qsTr("Edit")
            enabled: root.idle
            onClicked: root.edit()
        }
        IconButton {
            visible: root.canRetry
            iconName: "retry"
            tint: Theme.colors.text3
            text: qsTr("Answer again")
            enabled: root.idle
            onClicked: root.retry()
        }
        IconButton {
            iconName: "branch"
            tint: Theme.colors.text3
            text: qsTr("Go on from here in a new chat")
            onClicked: root.fork()
        }
        IconButton {
            iconName: "star"
            filled: root.starred
            tint: root.starred ? Theme.colors.accent : Theme.colors.text3
            text: root.starred ? qsTr("Remove the star") : qsTr("Star this version")
            onClicked: root.star()
        }
    }
    Words {
        anchors.right: parent.right
        width: Math.min(implicitWidth, parent.width - buttons.width - 8)
        height: 28
        text: root.numbers
        elide: Text.ElideRight
        font: Theme.smallFont
        color: Theme.colors.text3
    }
}
