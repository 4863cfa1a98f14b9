import QtQuick
import QtQuick.Templates as T
import Hadal.Controls
import Hadal.Exchange
import Hadal.Theme

// One choice of what is written.
T.AbstractButton {
    id: root

    required property Exporter exporter
    required property int scope
    required property bool offered

    readonly property bool chosen: root.exporter.scope === root.scope

    visible: root.offered
    implicitHeight: 28
    implicitWidth: implicitContentWidth + 16
    hoverEnabled: true
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.RadioButton
    Accessible.name: root.text
    Accessible.checked: root.chosen
    onClicked: root.exporter.scope = root.scope

    contentItem: Row {
        leftPadding: 2
        spacing: 8
        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            width: 16
            height: 16
            radius: 8
            color: root.chosen ? Theme.colors.accent : "transparent"
            border.width: root.chosen ? 0 : Theme.hairline
            border.color: Theme.colors.edge
            Rectangle {
                anchors.centerIn: parent
                width: 6
                height: 6
                radius: 3
                visible: root.chosen
                color: Theme.colors.accentText
            }
        }
        Words {
            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(implicitWidth, 260)
            elide: Text.ElideRight
            text: root.text
        }
    }
    background: Ground { control: root }
}
