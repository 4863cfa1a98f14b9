import QtQuick
import Hadal.Controls
import Hadal.Theme

// A text that a tool or a model wrote, as it is: never as markup, without links. Long ones show their beginning.
Rectangle {
    id: root

    required property string name
    required property string text
    property int most: 20 ///< lines until the rest is asked for

    signal copied(string text)
    signal reshaped

    property bool whole: false
    readonly property int shownCharacters: 6000
    readonly property list<string> lines: root.text.slice(0, root.whole ? root.text.length : root.shownCharacters).split("\n")
    readonly property bool tall: root.text.length > root.shownCharacters || root.text.split("\n", root.most + 2).length > root.most + 1
    readonly property string shown: root.whole || !root.tall ? root.text : root.lines.slice(0, root.most).join("\n")

    implicitHeight: head.height + edit.height + (more.visible ? 32 : 10)
    radius: Theme.radiusCard
    color: Theme.colors.sunken
    border.width: Theme.hairline
    border.color: Theme.colors.line

    Item {
        id: head
        width: parent.width
        height: 32
        Words {
            x: 12
            height: parent.height
            text: root.name
            font: Theme.smallFont
            color: Theme.colors.text3
        }
        IconButton {
            anchors.right: parent.right
            anchors.rightMargin: 4
            y: 2
            iconName: "copy"
            iconSize: 14
            text: qsTr("Copy")
            onClicked: root.copied(root.text)
        }
    }
    TextEdit {
        id: edit
        x: 12
        y: head.height
        width: parent.width - 24
        text: root.shown
        textFormat: TextEdit.PlainText
        renderType: Theme.renderType
        readOnly: true
        selectByMouse: true
        wrapMode: TextEdit.WrapAnywhere
        font: Theme.codeFont
        color: Theme.colors.text
        selectionColor: Theme.colors.accentSoft
        selectedTextColor: Theme.colors.text
        Accessible.role: Accessible.StaticText
        Accessible.name: root.name
        Accessible.description: root.shown.slice(0, 500)
    }
    PushButton {
        id: more
        x: 4
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 2
        implicitHeight: 28
        visible: root.tall
        kind: PushButton.Quiet
        text: root.whole ? qsTr("Show less") : qsTr("Show all")
        onClicked: {
            root.reshaped();
            root.whole = !root.whole;
        }
    }
}
