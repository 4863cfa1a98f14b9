import QtQuick
import Hadal.Controls
import Hadal.Tools

// What happens when the tool is called: side by side, or in a menu where there is little room.
Loader {
    id: root

    required property ToolForm form
    property bool narrow: false

    readonly property list<string> kinds: [qsTr("Command"), qsTr("HTTP request"), "JavaScript", qsTr("Files"), qsTr("Ask me")]

    sourceComponent: root.narrow ? menu : segments

    Component {
        id: segments
        Segments {
            name: qsTr("Action")
            choices: root.kinds
            current: root.form.action
            onChosen: (index) => root.form.action = index
        }
    }
    Component {
        id: menu
        Select {
            name: qsTr("Action")
            choices: root.kinds
            current: root.form.action
            onChosen: (index) => root.form.action = index
        }
    }
}
