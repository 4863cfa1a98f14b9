import QtQuick
import Hadal.Controls
import Hadal.Theme

// An image that an answer points to. It is never fetched: the reader sees what it should show and where it lies,
// and may open it in the browser.
Rectangle {
    id: root

    required property string description
    required property string address

    signal copied(string text)

    readonly property bool web: /^https?:\/\/[^/]/i.test(root.address)

    implicitHeight: 60
    radius: Theme.radiusCard
    color: Theme.colors.sunken
    border.width: Theme.hairline
    border.color: Theme.colors.line
    Accessible.role: Accessible.Graphic
    Accessible.name: root.description === "" ? qsTr("Image, not loaded") : qsTr("Image, not loaded: %1").arg(root.description)
    Accessible.description: root.address

    Icon {
        x: 16
        anchors.verticalCenter: parent.verticalCenter
        width: 20
        height: 20
        name: "image"
        color: Theme.colors.text2
    }
    Column {
        x: 52
        width: buttons.x - x - 12
        anchors.verticalCenter: parent.verticalCenter
        Words {
            width: parent.width
            text: root.description === "" ? qsTr("Image") : root.description
            elide: Text.ElideRight
            font: Theme.labelFont
        }
        Words {
            width: parent.width
            text: root.address
            elide: Text.ElideMiddle
            font: Theme.smallFont
            color: Theme.colors.text3
        }
    }
    Row {
        id: buttons
        anchors.right: parent.right
        anchors.rightMargin: 12
        anchors.verticalCenter: parent.verticalCenter
        spacing: 4
        IconButton {
            visible: root.web
            iconName: "globe"
            text: qsTr("Open in the browser")
            onClicked: Qt.openUrlExternally(root.address)
        }
        IconButton {
            iconName: "copy"
            text: qsTr("Copy the address")
            onClicked: root.copied(root.address)
        }
    }
}
