import QtQuick
import Hadal.Controls
import Hadal.Theme

// What a starter says: the question, and what to expect.
Item {
    id: root

    required property string iconName
    required property string text
    required property string hint

    Icon {
        anchors.verticalCenter: parent.verticalCenter
        name: root.iconName
        color: Theme.colors.text2
    }
    Words {
        x: 30
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width - 30 - (expect.visible ? expect.width + 12 : 0)
        text: root.text
        elide: Text.ElideRight
        font: Theme.readingFont
    }
    Words {
        id: expect
        visible: root.width > 560
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        text: root.hint
        color: Theme.colors.text3
    }
}
