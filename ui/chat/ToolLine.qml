import QtQuick
import Hadal.Controls
import Hadal.Theme

// The line that a call folds to: its name, what it did, how long it took and how it ended; right, why it was
// allowed. Everything is shown as plain text: a tool may have written it.
Item {
    id: root

    required property string name
    required property string did
    required property string duration
    required property string why
    required property string iconName
    required property color iconColor
    required property bool open
    property bool folds: true

    implicitHeight: 28

    Icon {
        id: arrow
        x: 6
        anchors.verticalCenter: parent.verticalCenter
        width: 14
        height: 14
        name: root.folds ? root.open ? "chevronDown" : "chevronRight" : "terminal"
        color: Theme.colors.text3
    }
    Words {
        id: title
        x: 28
        height: parent.height
        width: Math.min(implicitWidth, parent.width * 0.4)
        text: root.name
        font: Theme.codeFont
        elide: Text.ElideRight
        color: Theme.colors.text2
    }
    Words {
        id: words
        anchors.left: title.right
        anchors.leftMargin: 8
        height: parent.height
        width: Math.max(0, Math.min(implicitWidth, root.width - reason.width - title.x - title.width - time.implicitWidth - 56))
        text: root.did
        elide: Text.ElideRight
        color: Theme.colors.text3
    }
    Words {
        id: time
        anchors.left: words.right
        anchors.leftMargin: text !== "" ? 4 : 0
        height: parent.height
        text: root.duration !== "" ? "· " + root.duration : ""
        color: Theme.colors.text3
    }
    Icon {
        anchors.left: time.right
        anchors.leftMargin: 8
        anchors.verticalCenter: parent.verticalCenter
        width: 14
        height: 14
        visible: name !== ""
        name: root.iconName
        color: root.iconColor
    }
    Words {
        id: reason
        anchors.right: parent.right
        height: parent.height
        text: root.width > 420 ? root.why : ""
        font: Theme.smallFont
        color: Theme.colors.text3
    }
}
