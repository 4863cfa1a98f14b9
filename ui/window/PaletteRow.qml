import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Theme

// Something that was found.
Item {
    id: root

    required property int index
    required property int kind
    required property string itemId
    required property string message
    required property string title   ///< StyledText
    required property string snippet ///< StyledText
    required property bool fromPerson
    required property date time
    required property string keys
    required property string iconName
    required property bool archived
    required property bool current

    signal pointed
    signal chosen

    readonly property bool isMessage: root.kind === SearchModel.MessageKind

    implicitHeight: root.isMessage ? 50 : 32
    Accessible.role: Accessible.ListItem
    Accessible.name: (root.title + (root.isMessage ? ": " + root.snippet : "")).replace(/<\/?b>/g, "")
    Accessible.selected: root.current
    Accessible.onPressAction: root.chosen()

    Rectangle {
        x: 6
        width: parent.width - 12
        height: parent.height
        radius: Theme.radiusControl
        color: Theme.colors.hover
        visible: root.current
    }
    HoverHandler { onPointChanged: root.pointed() }
    TapHandler { onTapped: root.chosen() }
    Icon {
        x: 18
        y: root.isMessage ? 9 : 9
        width: 14
        height: 14
        name: root.kind === SearchModel.CommandKind ? root.iconName : root.isMessage ? (root.fromPerson ? "edit" : "chat") : "chat"
        color: Theme.colors.text3
    }
    Text {
        x: 42
        y: root.isMessage ? 5 : 6
        width: parent.width - x - side.width - 34
        height: 20
        text: root.title
        textFormat: Text.StyledText
        renderType: Theme.renderType
        font: root.isMessage ? Theme.smallFont : Theme.uiFont
        color: root.isMessage ? Theme.colors.text3 : Theme.colors.text
        elide: Text.ElideRight
        verticalAlignment: Text.AlignVCenter
    }
    Text {
        x: 42
        y: 25
        width: parent.width - x - 18
        height: 20
        visible: root.isMessage
        text: root.snippet
        textFormat: Text.StyledText
        renderType: Theme.renderType
        font: Theme.uiFont
        color: Theme.colors.text2
        elide: Text.ElideRight
        verticalAlignment: Text.AlignVCenter
    }
    Words {
        id: side
        anchors.right: parent.right
        anchors.rightMargin: 18
        y: root.isMessage ? 5 : 6
        height: 20
        text: root.kind === SearchModel.CommandKind ? root.keys
            : (root.archived ? qsTr("Archive") + " · " : "") + root.time.toLocaleDateString(Qt.locale(), Locale.ShortFormat)
        font: Theme.smallFont
        color: Theme.colors.text3
    }
}
