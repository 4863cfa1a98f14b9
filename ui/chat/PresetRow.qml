import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Theme

// The presets, and the way to keep these settings as one.
Column {
    id: root

    required property Presets presets
    required property ChatSettings settings

    signal removed(string name)
    signal failed(string why)

    property bool naming: false

    function keep() {
        if (name.text.trim() === "")
            return;
        root.failed(root.presets.save(name.text.trim(), root.settings));
        name.clear();
        root.naming = false;
    }

    spacing: 6

    Flow {
        width: parent.width
        spacing: 6
        Repeater {
            model: root.presets.names
            Row {
                id: preset
                required property string modelData
                Chip {
                    iconName: "sliders"
                    text: preset.modelData
                    hint: qsTr("Set this chat as the preset says")
                    onClicked: root.failed(root.presets.apply(preset.modelData, root.settings))
                }
                IconButton {
                    iconName: "close"
                    iconSize: 12
                    text: qsTr("Delete the preset %1").arg(preset.modelData)
                    onClicked: root.removed(preset.modelData)
                }
            }
        }
        PushButton {
            visible: !root.naming
            implicitHeight: 28
            kind: PushButton.Quiet
            iconName: "plus"
            text: qsTr("Keep these settings as a preset")
            onClicked: root.naming = true
        }
    }
    Row {
        visible: root.naming
        spacing: 8
        Field {
            id: name
            width: root.width - keep.width - 8
            placeholderText: qsTr("Name of the preset")
            Accessible.name: qsTr("Name of the preset")
            onVisibleChanged: if (visible) forceActiveFocus()
            Keys.onShortcutOverride: (event) => event.accepted = event.key === Qt.Key_Escape
            Keys.onEscapePressed: root.naming = false
            onAccepted: root.keep()
        }
        PushButton {
            id: keep
            kind: PushButton.Primary
            text: qsTr("Keep")
            enabled: name.text.trim() !== ""
            onClicked: root.keep()
        }
    }
}
