import QtQuick
import QtQuick.Templates as T
import Hadal.Controls
import Hadal.Theme

// One endpoint in the list.
T.ItemDelegate {
    id: root

    required property int index
    required property string endpoint
    required property string model
    required property string host
    required property bool hasKey
    required property bool chosen
    property bool current: false

    readonly property string place: root.chosen ? qsTr("In use") : root.host

    implicitHeight: 44
    hoverEnabled: true
    Accessible.role: Accessible.ListItem
    Accessible.name: root.endpoint + ", " + root.place
    background: Rectangle {
        radius: Theme.radiusControl
        color: root.current ? Theme.colors.selected : root.hovered ? Theme.colors.hover : "transparent"
        Item {
            anchors.fill: parent
            anchors.margins: 3 // the ring is drawn outside of it
            FocusRing { shown: root.visualFocus || (root.current && root.ListView.view.activeFocus) }
        }
    }
    contentItem: Item {
        Words {
            x: 12
            y: 4
            width: parent.width - 24
            height: 20
            text: root.endpoint
            elide: Text.ElideRight
            font: root.current ? Theme.labelFont : Theme.uiFont
        }
        Words {
            x: 12
            y: 23
            width: parent.width - 24
            text: root.place
            elide: Text.ElideMiddle
            font: Theme.smallFont
            color: root.chosen ? Theme.colors.good : Theme.colors.text3
        }
    }
}
