import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Settings
import Hadal.Theme

// The model at the foot of the sidebar: its name, what it does, how far it is loaded.
Item {
    id: root

    required property Workspace workspace
    required property Preferences preferences

    readonly property int hostState: root.workspace.model.state
    readonly property bool loading: root.hostState === ModelView.Loading
    readonly property bool answering: root.workspace.chat.answering

    implicitHeight: 56
    Accessible.role: Accessible.StatusBar
    Accessible.name: name.text + ", " + doing.text

    Line {
        width: parent.width
        height: Theme.hairline
        color: Theme.colors.line
    }
    Rectangle {
        x: 21
        y: 16
        width: 7
        height: 7
        radius: 3.5
        color: root.hostState === ModelView.Failed ? Theme.colors.wrong
             : root.hostState !== ModelView.Ready ? Theme.colors.off
             : root.answering ? Theme.colors.accent : Theme.colors.good
    }
    Words {
        id: name
        x: 44
        y: 8
        height: 20
        width: parent.width - 44 - 44
        text: root.hostState === ModelView.Ready ? root.workspace.model.name
            : root.loading && root.workspace.model.endpoint !== "" ? qsTr("Connecting")
            : root.loading ? qsTr("Loading the model") : root.hostState === ModelView.Failed ? qsTr("Model not loaded")
            : qsTr("No model")
        elide: Text.ElideRight
        font: Theme.labelFont
    }
    Words {
        id: doing
        x: 44
        y: 29
        height: 16
        width: parent.width - 44 - 44
        elide: Text.ElideRight
        font: Theme.smallFont
        color: Theme.colors.text2
        text: root.hostState !== ModelView.Empty && root.workspace.model.endpoint !== "" && !root.answering ? root.workspace.model.endpoint
            : root.loading ? qsTr("%1, %2 %").arg(root.workspace.model.activity).arg(Math.floor(root.workspace.model.progress * 100))
            : root.hostState !== ModelView.Ready ? ""
            : root.workspace.chat.tools.waiting > 0 ? qsTr("Waits for you")
            : root.answering ? qsTr("Writing")
            : root.workspace.model.builtIn ? qsTr("Built in · on this CPU") : qsTr("Ready")
    }
    Rectangle {
        x: 44
        y: 49
        width: parent.width - 44 - 44
        height: 2
        radius: 1
        visible: root.loading && root.workspace.model.endpoint === ""
        color: Theme.colors.track
        Rectangle {
            width: parent.width * root.workspace.model.progress
            height: 2
            radius: 1
            color: Theme.colors.accent
        }
    }
    IconButton {
        id: button
        anchors.right: parent.right
        anchors.rightMargin: 12
        anchors.verticalCenter: parent.verticalCenter
        iconName: "sliders"
        tipShown: !settings.visible
        text: qsTr("Appearance")
        onClicked: settings.open()
        SettingsPopover {
            id: settings
            preferences: root.preferences
            x: button.width - width
            y: -height - 8
        }
    }
}
