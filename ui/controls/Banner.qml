import QtQuick
import Hadal.Controls
import Hadal.Theme

// An error or a warning in its place: what happened, what it means and what to do, with at most one action.
Rectangle {
    id: root

    required property string text
    property string title: ""
    property string action: ""
    property bool careful: false

    signal triggered

    readonly property color tone: root.careful ? Theme.colors.careful : Theme.colors.wrong

    implicitHeight: words.implicitHeight + 20
    radius: Theme.radiusCard
    color: root.careful ? Theme.colors.carefulSoft : Theme.colors.wrongSoft
    Accessible.role: Accessible.Notification // spoken when it appears
    Accessible.name: root.title === "" ? root.text : root.title + " " + root.text

    Icon {
        x: 16
        y: 12
        name: "warn"
        color: root.tone
    }
    Column {
        id: words
        anchors.left: parent.left
        anchors.leftMargin: 42
        anchors.right: button.visible ? button.left : parent.right
        anchors.rightMargin: 12
        y: 10
        Words {
            width: parent.width
            visible: root.title !== ""
            text: root.title
            font: Theme.labelFont
            wrapMode: Text.Wrap
        }
        Words {
            width: parent.width
            text: root.text
            color: root.title === "" ? Theme.colors.text : Theme.colors.text2
            wrapMode: Text.Wrap
        }
    }
    PushButton {
        id: button
        anchors.right: parent.right
        anchors.rightMargin: 8
        anchors.verticalCenter: parent.verticalCenter
        visible: root.action !== ""
        kind: PushButton.Quiet
        text: root.action
        onClicked: root.triggered()
    }
}
