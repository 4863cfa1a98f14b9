import QtQuick
import Hadal.Controls
import Hadal.Theme

// The name of a secret, and a way to remove it.
Rectangle {
    id: root

    required property string modelData
    property bool forThisSession: false

    signal removed

    implicitWidth: words.width + remove.width + 16
    implicitHeight: 28
    radius: Theme.radiusControl
    color: Theme.colors.hover
    Words {
        id: words
        x: 10
        anchors.verticalCenter: parent.verticalCenter
        text: root.forThisSession ? root.modelData + ", " + qsTr("until Hadal closes") : root.modelData
        font: Theme.smallFont
    }
    IconButton {
        id: remove
        anchors.right: parent.right
        iconName: "close"
        iconSize: 12
        text: qsTr("Remove the secret %1").arg(root.modelData)
        onClicked: root.removed()
    }
}
