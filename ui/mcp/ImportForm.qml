import QtQuick
import Hadal.Controls
import Hadal.Mcp
import Hadal.Theme

// Takes servers from a pasted text.
Column {
    id: root

    required property ServerDesk desk
    property string text: ""
    property string problem: ""
    property string refusal: ""

    signal cancelled

    function take(forThisSession: bool) {
        root.refusal = "";
        root.problem = root.desk.importText(root.text, forThisSession);
    }

    spacing: 12
    Connections {
        target: root.desk
        function onSecretRefused(why) { root.refusal = why; }
        function onImported() { root.text = ""; }
    }
    Words {
        width: parent.width
        text: qsTr("Paste the “mcpServers” that a server's README shows. Servers come in switched off; keys and tokens go to the keyring.")
        color: Theme.colors.text2
        wrapMode: Text.Wrap
    }
    TextArea {
        width: parent.width
        name: qsTr("Servers as JSON")
        value: root.text
        placeholder: "{\"mcpServers\": {…}}"
        onTyped: text => root.text = text
    }
    Banner {
        visible: root.problem !== ""
        width: parent.width
        text: root.problem
    }
    Banner {
        visible: root.refusal !== ""
        width: parent.width
        careful: true
        text: root.refusal
        action: qsTr("For this session")
        onTriggered: root.take(true)
    }
    Row {
        spacing: 8
        PushButton {
            kind: PushButton.Primary
            enabled: root.text.trim() !== ""
            text: qsTr("Import")
            onClicked: root.take(false)
        }
        PushButton {
            text: qsTr("Cancel")
            onClicked: root.cancelled()
        }
    }
}
