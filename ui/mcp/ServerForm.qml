import QtQuick
import Hadal.Controls
import Hadal.Mcp
import Hadal.Theme

// How a server is reached and what it may touch, to be filled in.
Column {
    id: root

    required property ServerDesk desk
    readonly property ServerDraft draft: root.desk?.draft ?? null

    signal saved(string name)
    signal cancelled

    function begin(server: string) {
        root.draft.begin(server);
        name.takeFocus();
    }
    function save() {
        if (root.draft.save())
            root.saved(root.draft.name.trim());
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
        value: root.draft?.name ?? ""
        onTyped: text => root.draft.name = text
    }
    Segments {
        name: qsTr("Kind of server")
        choices: [qsTr("Program"), qsTr("Address")]
        current: (root.draft?.remote ?? false) ? 1 : 0
        onChosen: index => root.draft.remote = index === 1
    }
    FormLine {
        visible: !(root.draft?.remote ?? false)
        width: parent.width
        text: qsTr("Command")
        value: root.draft?.command ?? ""
        onTyped: text => root.draft.command = text
    }
    FormLine {
        visible: !(root.draft?.remote ?? false)
        width: parent.width
        lines: true
        text: qsTr("Arguments, one a line")
        value: root.draft?.arguments ?? ""
        onTyped: text => root.draft.arguments = text
    }
    FormLine {
        visible: !(root.draft?.remote ?? false)
        width: parent.width
        lines: true
        text: qsTr("Environment, one a line")
        example: "API_KEY={{secret:NAME}}"
        value: root.draft?.environment ?? ""
        onTyped: text => root.draft.environment = text
    }
    FormLine {
        visible: root.draft?.remote ?? false
        width: parent.width
        text: qsTr("Address")
        example: "https://example.org/mcp"
        value: root.draft?.url ?? ""
        onTyped: text => root.draft.url = text
    }
    FormLine {
        visible: root.draft?.remote ?? false
        width: parent.width
        lines: true
        text: qsTr("Headers, one a line")
        example: "Authorization=Bearer {{secret:NAME}}"
        value: root.draft?.headers ?? ""
        onTyped: text => root.draft.headers = text
    }
    FormLine {
        visible: !(root.draft?.remote ?? false)
        width: parent.width
        lines: true
        text: qsTr("Folders it may read, one a line")
        value: root.draft?.read ?? ""
        onTyped: text => root.draft.read = text
    }
    FormLine {
        visible: !(root.draft?.remote ?? false)
        width: parent.width
        lines: true
        text: qsTr("Folders it may write, one a line")
        value: root.draft?.write ?? ""
        onTyped: text => root.draft.write = text
    }
    Row {
        spacing: 12
        FormLine {
            visible: !(root.draft?.remote ?? false)
            width: 120
            text: qsTr("Memory, MiB")
            value: root.draft?.memory ?? ""
            onTyped: text => root.draft.memory = text
        }
        FormLine {
            width: 160
            text: qsTr("Seconds for a call")
            value: root.draft?.seconds ?? ""
            onTyped: text => root.draft.seconds = text
        }
    }
    Flow {
        width: parent.width
        spacing: 8
        Chip {
            visible: !(root.draft?.remote ?? false)
            iconName: "globe"
            text: qsTr("Network")
            hint: qsTr("The program may use the network")
            checkable: true
            checked: root.draft?.network ?? false
            onToggled: root.draft.network = checked
        }
        Chip {
            iconName: "check"
            text: qsTr("Trust its hints")
            hint: qsTr("Tools that say that they only read are believed")
            checkable: true
            checked: root.draft?.trust ?? false
            onToggled: root.draft.trust = checked
        }
    }
    SecretForm {
        width: parent.width
        desk: root.desk
    }
    Banner {
        visible: text !== ""
        width: parent.width
        text: root.draft?.problem ?? ""
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
