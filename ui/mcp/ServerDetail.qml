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
    property var tools: []
    property var resources: []
    property var prompts: []
    property string log: ""

    signal edited

    function refresh() {
        root.tools = root.desk.tools(root.server);
        root.resources = root.desk.resources(root.server);
        root.prompts = root.desk.prompts(root.server);
        root.log = root.desk.log(root.server);
    }

    spacing: 12
    onServerChanged: root.refresh()
    Component.onCompleted: root.refresh()
    Connections {
        target: root.desk
        function onOffersChanged(server) { if (server === root.server) root.refresh(); }
        function onLogged(server) { if (server === root.server && root.logShown) root.log = root.desk.log(server); }
    }

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
        visible: root.tools.length > 0
        text: qsTr("Tools")
        font: Theme.labelFont
        color: Theme.colors.text2
    }
    Repeater {
        model: root.tools
        delegate: ServerOffer {
            id: tool
            required property var modelData
            width: root.width
            title: modelData.name
            about: modelData.problem === "" ? modelData.about : modelData.problem
            Segments {
                name: qsTr("What %1 does").arg(tool.modelData.name)
                choices: [qsTr("Reads"), qsTr("Writes"), qsTr("Deletes")]
                current: tool.modelData.effect
                onChosen: index => root.desk.setEffect(root.server, tool.modelData.name, index)
            }
            Chip {
                iconName: "check"
                text: qsTr("On")
                Accessible.name: qsTr("%1 is on").arg(tool.modelData.name)
                enabled: tool.modelData.problem === ""
                checkable: true
                checked: tool.modelData.on
                onToggled: root.desk.setToolOn(root.server, tool.modelData.name, checked)
            }
        }
    }
    Words {
        visible: root.resources.length > 0
        text: qsTr("Resources")
        font: Theme.labelFont
        color: Theme.colors.text2
    }
    Repeater {
        model: root.resources
        delegate: ServerOffer {
            id: resource
            required property var modelData
            width: root.width
            title: modelData.name === "" ? modelData.uri : modelData.name
            about: modelData.about === "" ? modelData.uri : modelData.about
            PushButton {
                visible: !resource.modelData.template
                text: qsTr("Attach")
                Accessible.name: qsTr("Attach %1 to the message").arg(resource.title)
                onClicked: root.desk.readResource(root.server, resource.modelData.uri, resource.title)
            }
        }
    }
    Words {
        visible: root.prompts.length > 0
        text: qsTr("Prompts")
        font: Theme.labelFont
        color: Theme.colors.text2
    }
    Repeater {
        model: root.prompts
        delegate: PromptOffer {
            required property var modelData
            width: root.width
            prompt: modelData
            onInserted: values => root.desk.getPrompt(root.server, modelData.name, values)
        }
    }
}
