import QtQuick
import Hadal.Controls
import Hadal.Forms
import Hadal.Tools

// One argument of a command. Alt with the arrows moves it, Enter begins the next one.
Column {
    id: root

    required property ToolForm form
    required property int index
    required property string value

    signal nextWanted(int at)

    function takeFocus() { field.takeFocus(); }

    readonly property string place: "arguments." + root.index

    Row {
        width: root.width
        spacing: 4
        TemplateField {
            id: field
            width: parent.width - 96
            name: qsTr("Argument %1").arg(root.index + 1)
            value: root.value
            names: root.form.parameterNames
            wrong: root.form.problems[root.place] !== undefined
            onTyped: (text) => root.form.arguments.setValue(root.index, text)
            onEntered: root.nextWanted(root.index + 1)
            Keys.onPressed: (event) => {
                if (event.modifiers & Qt.AltModifier && (event.key === Qt.Key_Up || event.key === Qt.Key_Down)) {
                    root.form.arguments.move(root.index, root.index + (event.key === Qt.Key_Up ? -1 : 1));
                    event.accepted = true;
                }
            }
        }
        IconButton {
            y: 2
            iconName: "chevronUp"
            iconSize: 14
            enabled: root.index > 0
            text: qsTr("Move argument %1 up").arg(root.index + 1)
            keys: "Alt ↑"
            onClicked: root.form.arguments.move(root.index, root.index - 1)
        }
        IconButton {
            y: 2
            iconName: "chevronDown"
            iconSize: 14
            enabled: root.index < root.form.arguments.count - 1
            text: qsTr("Move argument %1 down").arg(root.index + 1)
            keys: "Alt ↓"
            onClicked: root.form.arguments.move(root.index, root.index + 1)
        }
        IconButton {
            y: 2
            iconName: "close"
            iconSize: 12
            text: qsTr("Remove argument %1").arg(root.index + 1)
            onClicked: root.form.arguments.remove(root.index)
        }
    }
    ProblemLine {
        width: root.width
        text: root.form.problems[root.place] ?? root.form.warnings[root.place] ?? ""
        careful: root.form.problems[root.place] === undefined
    }
}
