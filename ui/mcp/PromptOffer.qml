import QtQuick
import Hadal.Controls
import Hadal.Mcp

// A prompt of a server with its arguments to fill in.
Column {
    id: root

    required property string offer
    required property string about
    required property PromptForm form

    signal inserted

    spacing: 8
    ServerOffer {
        width: parent.width
        title: root.offer
        about: root.about
        PushButton {
            enabled: root.form?.complete ?? false
            text: qsTr("Insert")
            Accessible.name: qsTr("Insert %1 into the message").arg(root.offer)
            onClicked: root.inserted()
        }
    }
    Repeater {
        model: root.form
        delegate: Field {
            required property int index
            required property string name
            required property string about
            required property bool needed
            required property string value
            width: root.width
            text: value
            placeholderText: about === "" ? name : name + ": " + about
            Accessible.name: name
            onTextEdited: root.form.setValue(index, text)
        }
    }
}
