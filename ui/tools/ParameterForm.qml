import QtQuick
import Hadal.Forms
import Hadal.Schema
import Hadal.Tools

// The schema of the arguments, as fields and as code.
Labelled {
    id: root

    required property ToolForm form

    /// Another tool, or what was undone: the document is made anew.
    function follow() {
        if (document.text !== root.form.parameters)
            document.load(root.form.parameters);
    }

    label: qsTr("Parameters")
    hint: root.form.warnings.parameters ?? ""
    problem: root.form.problems.parameters ?? ""
    Component.onCompleted: root.follow()

    SchemaDocument {
        id: document
        onChanged: if (root.form.parameters !== document.text) root.form.parameters = document.text
    }
    Connections {
        target: root.form
        function onChanged() { root.follow(); }
    }
    SchemaBuilder {
        width: parent.width
        grows: true
        document: document
    }
}
