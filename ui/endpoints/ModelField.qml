import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Endpoints
import Hadal.Theme

// The name of a model, typed or taken from the endpoint's list.
Item {
    id: root

    required property EndpointDesk desk
    required property string value
    readonly property EndpointTrial trial: root.desk?.trial ?? null
    readonly property list<string> fitting: (root.trial?.models ?? []).filter(name => !root.typedSince || name.toLowerCase().includes(field.text.toLowerCase()))
    property bool typedSince: false ///< the list was opened

    signal typed(string text)

    implicitHeight: field.height

    function open() {
        root.typedSince = false;
        root.desk.listModels();
        pane.open();
    }
    function take(name: string) {
        root.typed(name);
        pane.close();
        field.forceActiveFocus();
    }

    Field {
        id: field
        width: parent.width - button.width - 8
        text: root.value
        placeholderText: qsTr("The first that it lists")
        Accessible.name: qsTr("Model")
        onTextEdited: {
            root.typedSince = true;
            root.typed(text);
        }
        Keys.onDownPressed: root.open()
    }
    PushButton {
        id: button
        anchors.right: parent.right
        text: qsTr("List")
        Accessible.name: qsTr("List the models of the endpoint")
        onClicked: root.open()
    }
    EngineMessage {
        id: failure
        raw: root.trial?.problem ?? ""
    }
    Popover {
        id: pane
        y: root.height + 4
        width: root.width
        contentItem: Item {
            implicitHeight: Math.max(32, Math.min(32 * root.fitting.length, 240))
            Words {
                x: 8
                width: parent.width - 16
                height: parent.height
                visible: root.fitting.length === 0
                text: root.trial?.running ? qsTr("Asking…") : failure.text !== "" ? failure.text : qsTr("It lists no models.")
                color: Theme.colors.text2
                wrapMode: Text.Wrap
            }
            ListView {
                anchors.fill: parent
                focus: true
                clip: true
                boundsBehavior: Flickable.StopAtBounds
                keyNavigationEnabled: true
                highlightMoveDuration: 0
                model: root.fitting
                Accessible.role: Accessible.List
                Accessible.name: qsTr("Models")
                Keys.onReturnPressed: if (currentIndex >= 0) root.take(root.fitting[currentIndex])
                delegate: ModelFieldRow {
                    onClicked: root.take(modelData)
                }
            }
        }
    }
}
