import QtQuick
import Hadal.Controls
import Hadal.Theme

// Versions of a turn, what can be done with it, and its numbers.
FocusScope {
    id: root

    required property int version
    required property int versions
    required property bool idle
    required property bool canRetry
    required property bool starred
    required property string numbers

    signal copy
    signal edit
    signal retry
    signal fork
    signal star
    signal versionChosen(int version)

    /// To the first of them, or to the last.
    function take(reason: int) {
        const button = (reason === Qt.BacktabFocusReason ? star : root.nextItemInFocusChain(true)) as Item;
        button.forceActiveFocus(reason);
    }

    implicitHeight: 28

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
            id: star
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
