import QtQuick
import Hadal.Controls
import Hadal.Mcp
import Hadal.Theme

// What one server is doing and offers.
Column {
    id: root

    required property ServerDesk desk
    property string server: ""
    property string problem: ""
    property string reach: ""
    property bool on: false
    property bool logShown: false
    property string log: ""

    signal edited

    spacing: 12
    onServerChanged: root.log = root.desk.log(root.server)
    Connections {
        target: root.desk
        function onLogged(server) { if (server === root.server && root.logShown) root.log = root.desk.log(server); }
    }
    ServerOffers { id: tools; desk: root.desk; server: root.server; kind: ServerOffers.Tools }
    ServerOffers { id: resources; desk: root.desk; server: root.server; kind: ServerOffers.Resources }
    ServerOffers { id: prompts; desk: root.desk; server: root.server; kind: ServerOffers.Prompts }

    Words {
        width: parent.width
        text: root.server
        font: Theme.titleFont
        elide: Text.ElideRight
        Accessible.role: Accessible.Heading
    }
    Words {
        width: parent.width
        text: root.reach
        font: Theme.smallFont
        color: Theme.colors.text2
        wrapMode: Text.WrapAnywhere
    }
    Flow {
        width: parent.width
        spacing: 8
        Chip {
            implicitHeight: 32
            iconName: "check"
            text: qsTr("On")
            hint: qsTr("The server runs and offers its tools")
            checkable: true
            checked: root.on
            onToggled: root.desk.setEnabled(root.server, checked)
        }
        PushButton {
            enabled: root.on
            text: qsTr("Restart")
            onClicked: root.desk.restart(root.server)
        }
        PushButton {
            text: qsTr("Edit")
            onClicked: root.edited()
        }
        PushButton {
            text: root.logShown ? qsTr("Hide log") : qsTr("Log")
            onClicked: {
                root.logShown = !root.logShown;
                root.log = root.desk.log(root.server);
            }
        }
        PushButton {
            kind: PushButton.Danger
            text: qsTr("Remove")
            onClicked: root.desk.remove(root.server)
        }
    }
    Banner {
        visible: root.problem !== ""
        width: parent.width
        text: root.problem
    }
    Rectangle {
        visible: root.logShown
        width: parent.width
        height: 180
        radius: Theme.radiusCard
        color: Theme.colors.sunken
        border.color: Theme.colors.line
        Flickable {
            id: logFlick
            anchors.fill: parent
            anchors.margins: 10
            clip: true
            contentHeight: logText.height
            boundsBehavior: Flickable.StopAtBounds
            TextEdit {
                id: logText
                width: logFlick.width
                readOnly: true
                selectByMouse: true
                text: root.log
                textFormat: TextEdit.PlainText
                wrapMode: TextEdit.WrapAnywhere
                font: Theme.smallFont
                color: Theme.colors.text2
                selectionColor: Theme.colors.accentSoft
                selectedTextColor: Theme.colors.text
                activeFocusOnTab: true
                Accessible.name: qsTr("Log")
            }
        }
    }
    Words {
        visible: tools.count > 0
        text: qsTr("Tools")
        font: Theme.labelFont
        color: Theme.colors.text2
    }
    Repeater {
        model: tools
        delegate: ToolOffer {
            width: root.width
            onJudgedAs: effect => root.desk.setEffect(root.server, offer, effect)
            onSwitched: on => root.desk.setToolOn(root.server, offer, on)
        }
    }
    Words {
        visible: resources.count > 0
        text: qsTr("Resources")
        font: Theme.labelFont
        color: Theme.colors.text2
    }
    Repeater {
        model: resources
        delegate: ServerOffer {
            id: resource
            required property string offer
            required property bool usable
            width: root.width
            PushButton {
                visible: resource.usable
                text: qsTr("Attach")
                Accessible.name: qsTr("Attach %1 to the message").arg(resource.title)
                onClicked: root.desk.readResource(root.server, resource.offer, resource.title)
            }
        }
    }
    Words {
        visible: prompts.count > 0
        text: qsTr("Prompts")
        font: Theme.labelFont
        color: Theme.colors.text2
    }
    Repeater {
        model: prompts
        delegate: PromptOffer {
            width: root.width
            onInserted: root.desk.getPrompt(root.server, offer, form)
        }
    }
}
