import QtQuick
import Hadal.Controls
import Hadal.Mcp
import Hadal.Theme

// Puts a secret into the keyring. Its value is never shown again.
Column {
    id: root

    required property ServerDesk desk
    property string refusal: ""

    function keep(forThisSession: bool) {
        root.refusal = "";
        root.desk.keepSecret(name.text, value.text, forThisSession);
    }

    spacing: 6
    Connections {
        target: root.desk
        function onSecretRefused(why) { root.refusal = why; }
        function onSecretKept() {
            name.clear();
            value.clear();
        }
    }
    Words {
        text: qsTr("Secrets")
        font: Theme.labelFont
    }
    Words {
        width: parent.width
        text: (root.desk?.secrets.length ?? 0) === 0 ? qsTr("None kept yet. Write {{secret:NAME}} where the value belongs.")
                                                     : qsTr("Write {{secret:NAME}} where the value belongs.")
        font: Theme.smallFont
        color: Theme.colors.text3
        wrapMode: Text.Wrap
    }
    Flow {
        visible: names.count > 0
        width: parent.width
        spacing: 6
        Repeater {
            id: names
            model: root.desk?.secrets ?? []
            delegate: SecretRow {
                forThisSession: root.desk.isForThisSession(modelData)
                onRemoved: root.desk.removeSecret(modelData)
            }
        }
    }
    Flow {
        id: fields
        readonly property bool stacked: width < 460
        width: parent.width
        spacing: 8
        Field {
            id: name
            width: fields.stacked ? (parent.width - 8) / 2 : (parent.width - keepButton.width - 16) / 2
            placeholderText: qsTr("Name of a secret")
            Accessible.name: qsTr("Name of a secret")
        }
        Field {
            id: value
            width: name.width
            placeholderText: qsTr("Its value")
            echoMode: TextInput.Password
            Accessible.name: qsTr("Its value")
            onAccepted: root.keep(false)
        }
        PushButton {
            id: keepButton
            enabled: name.text !== "" && value.text !== ""
            text: qsTr("Keep in the keyring")
            onClicked: root.keep(false)
        }
    }
    Banner {
        visible: root.refusal !== ""
        width: parent.width
        careful: true
        text: root.refusal
        action: qsTr("For this session")
        onTriggered: root.keep(true)
    }
}
