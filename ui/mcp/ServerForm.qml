import QtQuick
import Hadal.Controls
import Hadal.Mcp
import Hadal.Theme

// How a server is reached and what it may touch, to be filled in.
Column {
    id: root

    required property ServerDesk desk
    property string server: "" ///< empty: a new one
    property var values: ({})
    property string problem: ""

    signal saved(string name)
    signal cancelled

    function begin(server: string) {
        root.server = server;
        root.values = root.desk.form(server);
        root.problem = "";
        name.takeFocus();
    }
    function set(key: string, value: var) {
        const next = Object.assign({}, root.values);
        next[key] = value;
        root.values = next;
    }
    function save() {
        root.problem = root.desk.save(root.values, root.server);
        if (root.problem === "")
            root.saved(root.values.name);
    }

    spacing: 14
    Keys.onPressed: event => {
        if (event.modifiers === Qt.ControlModifier && (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)) {
            root.save();
            event.accepted = true;
        }
    }
    FormLine {
        id: name
        width: parent.width
        text: qsTr("Name")
        value: root.values.name ?? ""
        onTyped: text => root.set("name", text)
    }
    Segments {
        name: qsTr("Kind of server")
        choices: [qsTr("Program"), qsTr("Address")]
        current: root.values.remote ? 1 : 0
        onChosen: index => root.set("remote", index === 1)
    }
    FormLine {
        visible: !root.values.remote
        width: parent.width
        text: qsTr("Command")
        value: root.values.command ?? ""
        onTyped: text => root.set("command", text)
    }
    FormLine {
        visible: !root.values.remote
        width: parent.width
        lines: true
        text: qsTr("Arguments, one a line")
        value: root.values.arguments ?? ""
        onTyped: text => root.set("arguments", text)
    }
    FormLine {
        visible: !root.values.remote
        width: parent.width
        lines: true
        text: qsTr("Environment, one a line")
        example: "API_KEY={{secret:NAME}}"
        value: root.values.environment ?? ""
        onTyped: text => root.set("environment", text)
    }
    FormLine {
        visible: root.values.remote === true
        width: parent.width
        text: qsTr("Address")
        example: "https://example.org/mcp"
        value: root.values.url ?? ""
        onTyped: text => root.set("url", text)
    }
    FormLine {
        visible: root.values.remote === true
        width: parent.width
        lines: true
        text: qsTr("Headers, one a line")
        example: "Authorization=Bearer {{secret:NAME}}"
        value: root.values.headers ?? ""
        onTyped: text => root.set("headers", text)
    }
    FormLine {
        visible: !root.values.remote
        width: parent.width
        lines: true
        text: qsTr("Folders it may read, one a line")
        value: root.values.read ?? ""
        onTyped: text => root.set("read", text)
    }
    FormLine {
        visible: !root.values.remote
        width: parent.width
        lines: true
        text: qsTr("Folders it may write, one a line")
        value: root.values.write ?? ""
        onTyped: text => root.set("write", text)
    }
    Row {
        spacing: 12
        FormLine {
            visible: !root.values.remote
            width: 120
            text: qsTr("Memory, MiB")
            value: root.values.memory ?? ""
            onTyped: text => root.set("memory", text)
        }
        FormLine {
            width: 160
            text: qsTr("Seconds for a call")
            value: root.values.seconds ?? ""
            onTyped: text => root.set("seconds", text)
        }
    }
    Flow {
        width: parent.width
        spacing: 8
        Chip {
            visible: !root.values.remote
            iconName: "globe"
            text: qsTr("Network")
            hint: qsTr("The program may use the network")
            checkable: true
            checked: root.values.network ?? false
            onToggled: root.set("network", checked)
        }
        Chip {
            iconName: "check"
            text: qsTr("Trust its hints")
            hint: qsTr("Tools that say that they only read are believed")
            checkable: true
            checked: root.values.trust ?? false
            onToggled: root.set("trust", checked)
        }
    }
    SecretForm {
        width: parent.width
        desk: root.desk
    }
    Banner {
        visible: root.problem !== ""
        width: parent.width
        text: root.problem
    }
    Row {
        spacing: 8
        PushButton {
            kind: PushButton.Primary
            text: qsTr("Save")
            onClicked: root.save()
        }
        PushButton {
            text: qsTr("Cancel")
            onClicked: root.cancelled()
        }
    }
}
