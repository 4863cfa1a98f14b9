import QtQuick
import Hadal.Controls
import Hadal.Endpoints
import Hadal.Theme

// What is known of one endpoint, and what can be done with it.
Column {
    id: root

    required property EndpointDesk desk
    property string endpoint: ""
    property string model: ""
    property string host: ""
    property bool hasKey: false
    property bool chosen: false

    signal edited

    spacing: 12

    Words {
        width: parent.width
        text: root.endpoint
        font: Theme.titleFont
        elide: Text.ElideRight
        Accessible.role: Accessible.Heading
        Accessible.name: text
    }
    Words {
        width: parent.width
        text: root.host + " · " + (root.model === "" ? qsTr("the first model that it lists") : root.model) + " · "
              + (root.hasKey ? qsTr("key in the keyring") : qsTr("no key"))
        font: Theme.smallFont
        color: Theme.colors.text2
        wrapMode: Text.Wrap
    }
    Flow {
        width: parent.width
        spacing: 8
        PushButton {
            kind: root.chosen ? PushButton.Plain : PushButton.Primary
            enabled: !root.chosen
            text: root.chosen ? qsTr("In use") : qsTr("Use")
            Accessible.name: root.chosen ? qsTr("In use") : qsTr("Let %1 answer").arg(root.endpoint)
            onClicked: root.desk.choose(root.endpoint)
        }
        PushButton {
            enabled: !(root.desk?.trial.running ?? false)
            text: qsTr("Test")
            Accessible.name: qsTr("Test the connection")
            onClicked: root.desk.test(root.endpoint)
        }
        PushButton {
            text: qsTr("Edit")
            onClicked: root.edited()
        }
        PushButton {
            kind: PushButton.Danger
            text: qsTr("Remove")
            onClicked: root.desk.remove(root.endpoint)
        }
    }
    TrialList {
        width: parent.width
        trial: root.desk?.trial ?? null
    }
    Words {
        width: parent.width
        text: qsTr("What you write to an endpoint leaves this computer. Every connection is listed under Network connections.")
        font: Theme.smallFont
        color: Theme.colors.text3
        wrapMode: Text.Wrap
    }
}
