import QtQuick
import Hadal.Controls
import Hadal.Theme

// Which version is shown: ‹ 2 / 3 ›
Row {
    id: root

    required property int version
    required property int versions
    property bool canSwitch: true

    signal chosen(int version)

    visible: root.versions > 1
    IconButton {
        iconName: "chevronLeft"
        iconSize: 14
        text: qsTr("Version before")
        enabled: root.canSwitch && root.version > 1
        onClicked: root.chosen(root.version - 1)
    }
    Words {
        height: 28
        width: Math.max(36, implicitWidth)
        horizontalAlignment: Text.AlignHCenter
        text: qsTr("%1 / %2").arg(root.version).arg(root.versions)
        color: Theme.colors.text2
        Accessible.role: Accessible.StaticText
        Accessible.name: qsTr("Version %1 of %2").arg(root.version).arg(root.versions)
    }
    IconButton {
        iconName: "chevronRight"
        iconSize: 14
        text: qsTr("Version after")
        enabled: root.canSwitch && root.version < root.versions
        onClicked: root.chosen(root.version + 1)
    }
}
