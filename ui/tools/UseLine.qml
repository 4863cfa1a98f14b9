import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Theme
import Hadal.Tools

// Whether the chat that is open offers the tool to its model.
Item {
    id: root

    required property Chat chat
    required property string tool ///< its identifier
    required property bool usable

    readonly property ToolChoices choices: root.chat.tools.choices
    property bool used: false
    property bool bySet: false

    function look() {
        root.used = root.choices.uses(root.tool);
        root.bySet = root.choices.bySet(root.tool);
    }
    onToolChanged: root.look()
    onChoicesChanged: root.look()
    Component.onCompleted: root.look()
    Connections {
        target: root.choices
        function onChanged() { root.look(); }
    }

    implicitHeight: 20 + line.implicitHeight
    Line {
        width: parent.width
        height: Theme.hairline
        color: Theme.colors.line
    }
    SwitchLine {
        id: line
        y: 16
        width: parent.width
        enabled: !root.bySet && (root.usable || root.used)
        text: root.chat.title === "" ? qsTr("Use in the new chat") : qsTr("Use in “%1”").arg(root.chat.title)
        hint: root.bySet && root.used ? qsTr("On with its set") : root.usable ? "" : qsTr("It cannot run as it is: what is wrong stands in the form.")
        on: root.used
        onTurned: (on) => root.choices.use(root.tool, on)
    }
}
