import QtQuick
import Hadal.Controls
import Hadal.Theme

// One version in the outline.
Item {
    id: root

    required property string messageId
    required property bool fromPerson
    required property string words
    required property string name
    required property bool starred
    required property int depth
    required property bool shown
    required property int version
    required property int versions
    required property int messages
    required property bool listFocused

    property bool naming: false

    signal chosen
    signal starToggled
    signal named(string name)

    function beginNaming() { root.naming = true; }

    implicitHeight: 44
    Accessible.role: Accessible.ListItem
    Accessible.name: (root.name !== "" ? root.name + ", " : "") + qsTr("version %1 of %2").arg(root.version).arg(root.versions) + ", " + root.words
    Accessible.description: root.starred ? qsTr("Starred") : ""
    Accessible.selected: root.shown
    Accessible.onPressAction: root.chosen()

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusControl
        color: root.shown ? Theme.colors.selected : Theme.colors.hover
        visible: root.shown || hover.hovered
    }
    FocusRing { shown: root.listFocused; inside: true }
    HoverHandler { id: hover }
    TapHandler { onTapped: root.chosen() }
    Repeater {
        model: root.depth
        Line {
            required property int index
            x: 14 + index * 14
            width: Theme.hairline
            height: root.height
            color: Theme.colors.line
        }
    }
    Icon {
        id: icon
        x: 8 + Math.min(root.depth, 8) * 14
        y: 8
        width: 13
        height: 13
        name: root.fromPerson ? "edit" : "chat"
        color: Theme.colors.text3
    }
    Words {
        anchors.left: icon.right
        anchors.leftMargin: 8
        anchors.right: buttons.left
        anchors.rightMargin: 6
        y: 3
        height: 20
        visible: !root.naming
        text: root.name !== "" ? root.name : root.words
        font: root.name !== "" || root.shown ? Theme.labelFont : Theme.uiFont
        elide: Text.ElideRight
    }
    Words {
        anchors.left: icon.right
        anchors.leftMargin: 8
        anchors.right: buttons.left
        anchors.rightMargin: 6
        y: 23
        height: 16
        visible: !root.naming
        text: qsTr("%1 / %2").arg(root.version).arg(root.versions) + " · " + qsTr("%Ln messages", "", root.messages)
              + (root.name !== "" ? " · " + root.words : "")
        font: Theme.smallFont
        color: Theme.colors.text3
        elide: Text.ElideRight
    }
    Row {
        id: buttons
        anchors.right: parent.right
        anchors.rightMargin: 6
        y: 8
        visible: !root.naming
        IconButton {
            visible: hover.hovered || hovered
            focusPolicy: Qt.NoFocus
            iconName: "edit"
            iconSize: 14
            text: qsTr("Name this branch")
            keys: "F2"
            onClicked: root.beginNaming()
        }
        IconButton {
            visible: root.starred || hover.hovered || hovered
            focusPolicy: Qt.NoFocus
            iconName: "star"
            iconSize: 14
            filled: root.starred
            tint: root.starred ? Theme.colors.accent : Theme.colors.text3
            text: root.starred ? qsTr("Remove the star") : qsTr("Star this version")
            onClicked: root.starToggled()
        }
    }
    Loader {
        anchors.left: icon.right
        anchors.leftMargin: 4
        anchors.right: parent.right
        anchors.rightMargin: 6
        y: 6
        active: root.naming
        sourceComponent: Field {
            text: root.name
            placeholderText: qsTr("Name of the branch")
            Accessible.name: qsTr("Name of the branch")
            Component.onCompleted: {
                selectAll();
                forceActiveFocus();
            }
            Keys.onShortcutOverride: (event) => event.accepted = event.key === Qt.Key_Escape
            Keys.onEscapePressed: root.naming = false
            onAccepted: {
                root.naming = false;
                root.named(text);
            }
            onActiveFocusChanged: if (!activeFocus) root.naming = false
        }
    }
}
