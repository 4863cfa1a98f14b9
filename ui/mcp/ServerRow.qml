import QtQuick
import QtQuick.Templates as T
import Hadal.Controls
import Hadal.Theme

// One server in the list.
T.ItemDelegate {
    id: root

    required property int index
    required property string server
    required property bool on
    required property int state
    required property string stateText
    required property string problem
    required property string reach
    property bool chosen: false

    readonly property color tone: root.state === 4 ? Theme.colors.wrong : root.state === 2 ? Theme.colors.good : Theme.colors.text3

    implicitHeight: 44
    hoverEnabled: true
    Accessible.role: Accessible.ListItem
    Accessible.name: root.server + ", " + root.stateText
    background: Rectangle {
        radius: Theme.radiusControl
        color: root.chosen ? Theme.colors.selected : root.hovered ? Theme.colors.hover : "transparent"
        FocusRing { shown: root.visualFocus || (root.chosen && root.ListView.view.activeFocus); inside: true }
    }
    contentItem: Item {
        Words {
            x: 12
            y: 4
            width: parent.width - 24
            height: 20
            text: root.server
            elide: Text.ElideRight
            font: root.chosen ? Theme.labelFont : Theme.uiFont
        }
        Words {
            x: 12
            y: 23
            width: parent.width - 24
            text: root.stateText
            font: Theme.smallFont
            color: root.tone
        }
    }
}
