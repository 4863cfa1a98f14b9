import QtQuick
import Hadal.Controls
import Hadal.Exchange
import Hadal.Theme

// How the first file begins.
Rectangle {
    id: root

    required property Exporter exporter

    readonly property bool paper: root.exporter.sample === ""

    clip: true
    radius: Theme.radiusCard
    color: root.paper ? Theme.colors.window : Theme.colors.sunken
    Accessible.role: Accessible.Graphic
    Accessible.name: qsTr("Preview")
    Accessible.description: root.exporter.sample.slice(0, 400)

    Words {
        visible: !root.paper
        x: 14
        y: 12
        width: parent.width - 28
        height: parent.height - 12
        wrapMode: Text.Wrap
        verticalAlignment: Text.AlignTop
        font: Theme.codeFont
        color: Theme.colors.text2
        text: root.exporter.sample.slice(0, 2500)
    }
    PagePicture {
        visible: root.paper
        x: 14
        y: 14
        width: parent.width - 28
        height: width * 1.4142
        exporter: root.exporter
    }
    Rectangle {
        anchors.fill: parent
        radius: parent.radius
        color: "transparent"
        border.width: Theme.hairline
        border.color: Theme.colors.line
    }
}
