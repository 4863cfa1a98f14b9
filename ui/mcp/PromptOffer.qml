import QtQuick
import Hadal.Controls
import Hadal.Mcp

// A prompt of a server with its arguments to fill in.
Column {
    id: root

    required property var prompt
    property var values: ({})

    readonly property bool complete: root.prompt.arguments.every(one => !one.required || (root.values[one.name] ?? "") !== "")

    signal inserted(var values)

    spacing: 8
    ServerOffer {
        width: parent.width
        title: root.prompt.name
        about: root.prompt.about
        PushButton {
            enabled: root.complete
            text: qsTr("Insert")
            Accessible.name: qsTr("Insert %1 into the message").arg(root.prompt.name)
            onClicked: root.inserted(root.values)
        }
    }
    Repeater {
        model: root.prompt.arguments
        delegate: Field {
            required property var modelData
            width: root.width
            placeholderText: modelData.name + (modelData.about === "" ? "" : ": " + modelData.about)
            Accessible.name: modelData.name
            onTextEdited: {
                const next = Object.assign({}, root.values);
                next[modelData.name] = text;
                root.values = next;
            }
        }
    }
}
