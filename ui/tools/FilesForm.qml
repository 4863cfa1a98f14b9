import QtQuick
import Hadal.Controls
import Hadal.Forms
import Hadal.Tools

// Reading, listing or searching in the folders of the sandbox.
Labelled {
    id: root

    required property ToolForm form

    label: qsTr("What it does")
    hint: root.form.files === 0 ? qsTr("Takes the parameter “path”, and works in the folders chosen below.")
        : root.form.files === 1 ? qsTr("Takes the parameter “path” of a folder, and works in the folders chosen below.")
        : qsTr("Takes the parameters “query” and “glob”, and works in the folders chosen below.")
    Segments {
        name: qsTr("What it does")
        choices: [qsTr("Read a file"), qsTr("List a folder"), qsTr("Search")]
        current: root.form.files
        onChosen: (index) => root.form.files = index
    }
}
