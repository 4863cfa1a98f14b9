import QtQuick
import QtQuick.Templates as T
import Hadal.Controls
import Hadal.Schema
import Hadal.Theme

// One value of an answer: its key and what it is, and below it what is wrong with it.
T.AbstractButton {
    id: root

    required property string pointer
    required property string name
    required property string value
    required property int type
    required property int members
    required property int depth
    required property bool open
    required property string problem

    readonly property bool branch: root.type === JsonTree.Object || root.type === JsonTree.List
    readonly property string count: root.type === JsonTree.Object ? qsTr("%Ln fields", "", root.members)
                                                                   : qsTr("%Ln items", "", root.members)

    signal toggled
    signal menuWanted

    implicitHeight: 26 + (wrong.visible ? wrong.implicitHeight + 2 : 0)
    hoverEnabled: true
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.TreeItem
    Accessible.name: root.name === "" ? qsTr("Answer") : root.name
    Accessible.description: (root.branch ? root.count : root.value) + (root.problem === "" ? "" : ". " + root.problem)

    onClicked: root.branch ? root.toggled() : root.menuWanted()
    Keys.onReturnPressed: root.clicked()
    Keys.onMenuPressed: root.menuWanted()
    Keys.onLeftPressed: if (root.branch && root.open) root.toggled()
    Keys.onRightPressed: if (root.branch && !root.open) root.toggled()
    Keys.onDownPressed: root.nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
    Keys.onUpPressed: root.nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)

    background: Rectangle {
        radius: Theme.radiusControl
        color: root.problem !== "" ? Theme.colors.wrongSoft : root.hovered ? Theme.colors.hover : "transparent"
        FocusRing {
            shown: root.visualFocus
            inside: true
        }
    }
    contentItem: Item {}
    Item {
        anchors.fill: parent
        Icon {
            x: 6 + root.depth * 18
            y: 7
            width: 12
            height: 12
            visible: root.branch
            name: root.open ? "chevronDown" : "chevronRight"
            color: Theme.colors.text2
        }
        Words {
            id: key
            x: 24 + root.depth * 18
            width: Math.min(implicitWidth, Math.max(60, root.width * 0.4))
            height: 26
            text: root.name === "" ? (root.type === JsonTree.List ? qsTr("List") : qsTr("Object")) : root.name
            elide: Text.ElideRight
            font: Theme.codeFont
        }
        Words {
            id: words
            x: Math.max(key.x + key.width + 16, Math.min(168, root.width * 0.3))
            width: parent.width - x - 8
            height: 26
            text: root.branch ? root.count : root.value
            elide: Text.ElideRight
            font: root.branch ? Theme.uiFont : Theme.codeFont
            color: root.branch ? Theme.colors.text3 : root.type === JsonTree.Text ? Theme.colors.codeString
                 : root.type === JsonTree.Number ? Theme.colors.codeNumber : Theme.colors.codeKeyword
        }
        Words {
            id: wrong
            x: words.x
            y: 24
            width: words.width
            visible: root.problem !== ""
            text: root.problem
            font: Theme.smallFont
            color: Theme.colors.wrong
            wrapMode: Text.Wrap
        }
    }
    TapHandler {
        acceptedButtons: Qt.RightButton
        onTapped: root.menuWanted()
    }
}
