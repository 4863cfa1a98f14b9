import QtQuick
import QtQuick.Templates as T
import Hadal.Controls
import Hadal.Theme

// Opens a page of its own, from the foot of the sidebar.
T.AbstractButton {
    id: root

    required property string iconName
    property bool shown: false ///< its page is

    implicitHeight: 30
    hoverEnabled: true
    focusPolicy: Qt.TabFocus
    leftInset: 8
    rightInset: 8
    Accessible.name: root.text
    Accessible.role: Accessible.PageTab
    Accessible.selected: root.shown
    contentItem: Item {
        Icon {
            x: 20
            anchors.verticalCenter: parent.verticalCenter
            width: 16
            height: 16
            name: root.iconName
            color: Theme.colors.text2
        }
        Words {
            x: 44
            height: parent.height
            text: root.text
            font: root.shown ? Theme.labelFont : Theme.uiFont
            color: root.shown ? Theme.colors.text : Theme.colors.text2
        }
    }
    background: Rectangle {
        radius: Theme.radiusControl
        color: root.shown ? Theme.colors.selected : "transparent"
        Ground {
            anchors.fill: parent
            control: root
            ringInside: true
        }
    }
}
