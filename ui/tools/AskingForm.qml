import QtQuick
import Hadal.Controls
import Hadal.Forms
import Hadal.Tools

// When a call of the tool waits for the person.
Labelled {
    id: root

    required property ToolAsking asking
    required property bool reads ///< it only reads
    property bool narrow: false

    readonly property list<string> times: [root.reads ? qsTr("Never, it only reads") : qsTr("Never"), qsTr("First time in a chat"),
                                           qsTr("Every time")]

    label: qsTr("Ask before running")
    hint: root.asking.note
    Loader {
        sourceComponent: root.narrow ? menu : segments
        Component {
            id: segments
            Segments {
                name: root.label
                choices: root.times
                current: root.asking.when
                onChosen: (index) => root.asking.choose(index)
            }
        }
        Component {
            id: menu
            Select {
                implicitWidth: 240
                name: root.label
                choices: root.times
                current: root.asking.when
                placeholder: qsTr("It never runs")
                onChosen: (index) => root.asking.choose(index)
            }
        }
    }
}
