import QtQuick
import QtQuick.Templates as T
import Hadal.Chat

// The foot of a turn. Its room is always kept; it is in sight for the last answer, and elsewhere under the pointer
// or with focus. Only then are its buttons made: most turns pass by.
T.Control {
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

    property bool reached: false ///< by the keyboard

    implicitHeight: 28
    focusPolicy: buttons.active ? Qt.NoFocus : Qt.TabFocus
    Accessible.role: Accessible.ToolBar
    Accessible.name: qsTr("What can be done with this message")
    onActiveFocusChanged: {
        if (!root.activeFocus)
            return;
        const reason = root.focusReason;
        root.reached = true;
        (buttons.item as TurnButtons).take(reason);
    }

    Loader {
        id: buttons
        width: parent.width
        active: root.shown || root.reached
        sourceComponent: TurnButtons {
            version: root.version
            versions: root.versions
            idle: root.idle
            canRetry: root.canRetry
            starred: root.starred
            numbers: root.numbers
            opacity: root.shown || activeFocus ? 1 : 0
            onActiveFocusChanged: root.reached = root.reached || activeFocus // it is not taken from under the focus
            onCopy: root.copy()
            onEdit: root.edit()
            onRetry: root.retry()
            onFork: root.fork()
            onStar: root.star()
            onVersionChosen: (version) => root.versionChosen(version)
        }
    }
}
