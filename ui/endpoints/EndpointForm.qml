import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Endpoints
import Hadal.Forms
import Hadal.Theme

// Where an endpoint is and what it is asked for, to be filled in.
Column {
    id: root

    required property EndpointDesk desk
    readonly property EndpointDraft draft: root.desk?.draft ?? null
    property string refusal: "" ///< of the keyring
    readonly property string example: "http://localhost:30000/v1" // in no language

    signal cancelled

    function begin(endpoint: string) {
        root.refusal = "";
        more.checked = false;
        root.draft.begin(endpoint);
        if (endpoint === "")
            kind.forceActiveFocus();
        else
            url.forceActiveFocus();
    }
    function save(forThisSession: bool) {
        root.refusal = "";
        root.draft.save(forThisSession);
    }

    spacing: 14
    Keys.onPressed: event => {
        if (event.modifiers === Qt.ControlModifier && (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)) {
            root.save(false);
            event.accepted = true;
        }
    }
    Connections {
        target: root.draft
        function onKeyRefused(why) { root.refusal = why; }
    }
    EngineMessage {
        id: problem
        raw: root.draft?.problem ?? ""
    }

    Labelled {
        width: parent.width
        label: qsTr("Kind of server")
        hint: qsTr("Decides how thinking is switched, and what a schema is called there.")
        Select {
            id: kind
            width: Math.min(parent.width, 280)
            name: qsTr("Kind of server")
            choices: [qsTr("As it tells itself"), "vLLM", "SGLang", "llama.cpp", "DeepSeek", "OpenRouter", qsTr("OpenAI, and others like it")]
            current: root.draft?.server ?? 0
            onChosen: index => root.draft.server = index
        }
    }
    Labelled {
        width: parent.width
        label: qsTr("Address")
        Field {
            id: url
            width: parent.width
            text: root.draft?.url ?? ""
            placeholderText: root.example
            Accessible.name: qsTr("Address")
            onTextEdited: root.draft.url = text
        }
    }
    Labelled {
        width: parent.width
        label: qsTr("Name")
        Field {
            width: parent.width
            text: root.draft?.name ?? ""
            Accessible.name: qsTr("Name")
            onTextEdited: root.draft.name = text
        }
    }
    Labelled {
        width: parent.width
        label: qsTr("Key")
        hint: qsTr("Kept in the keyring, and sent to this address only. Servers of your own often need none.")
        Row {
            width: parent.width
            spacing: 8
            Field {
                width: parent.width - (drop.visible ? drop.width + 8 : 0)
                text: root.draft?.key ?? ""
                echoMode: TextInput.Password
                placeholderText: root.draft?.hasKey ? qsTr("Kept in the keyring; type to replace it") : qsTr("None")
                Accessible.name: qsTr("Key")
                onTextEdited: root.draft.key = text
            }
            PushButton {
                id: drop
                visible: root.draft?.hasKey ?? false
                text: qsTr("Remove")
                Accessible.name: qsTr("Remove the key")
                onClicked: root.draft.dropKey()
            }
        }
    }
    Labelled {
        width: parent.width
        label: qsTr("Model")
        ModelField {
            width: parent.width
            desk: root.desk
            value: root.draft?.model ?? ""
            onTyped: text => root.draft.model = text
        }
    }
    Chip {
        id: more
        iconName: "sliders"
        text: qsTr("More")
        hint: qsTr("Context length, time and headers")
        checkable: true
    }
    Row {
        visible: more.checked
        width: parent.width
        spacing: 12
        Labelled {
            width: (parent.width - 12) / 2
            label: qsTr("Context length, tokens")
            Field {
                width: parent.width
                text: root.draft?.context ?? ""
                placeholderText: qsTr("As the server says")
                Accessible.name: qsTr("Context length, tokens")
                onTextEdited: root.draft.context = text
            }
        }
        Labelled {
            width: (parent.width - 12) / 2
            label: qsTr("May be silent for, seconds")
            Field {
                width: parent.width
                text: root.draft?.seconds ?? ""
                Accessible.name: qsTr("May be silent for, seconds")
                onTextEdited: root.draft.seconds = text
            }
        }
    }
    Labelled {
        visible: more.checked
        width: parent.width
        label: qsTr("Headers, one a line")
        TextArea {
            width: parent.width
            name: qsTr("Headers, one a line")
            value: root.draft?.headers ?? ""
            placeholder: "X-Team={{secret:NAME}}" // in no language
            onTyped: text => root.draft.headers = text
        }
    }
    Banner {
        visible: problem.text !== ""
        width: parent.width
        text: problem.text
    }
    Banner {
        visible: root.refusal !== ""
        width: parent.width
        careful: true
        text: root.refusal
        action: qsTr("For this session")
        onTriggered: root.save(true)
    }
    Flow {
        width: parent.width
        spacing: 8
        PushButton {
            kind: PushButton.Primary
            text: qsTr("Save")
            onClicked: root.save(false)
        }
        PushButton {
            enabled: !(root.desk?.trial.running ?? false)
            text: qsTr("Test")
            Accessible.name: qsTr("Test the connection")
            onClicked: root.desk.testDraft()
        }
        PushButton {
            text: qsTr("Cancel")
            onClicked: root.cancelled()
        }
    }
    TrialList {
        width: parent.width
        trial: root.desk?.trial ?? null
    }
}
