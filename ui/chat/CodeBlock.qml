import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Markdown
import Hadal.Theme

// Code as it was written. Long code that has been read from the store is folded; code that grows before the
// reader's eyes stays open.
Rectangle {
    id: root

    required property CodeLines code
    required property string source
    required property bool live
    property SelectionArea area: null
    property int row: 0
    property real viewTop: -Infinity
    property real viewBottom: Infinity

    signal copied(string text)

    readonly property bool foldable: root.code.lineCount > 24
    property bool opened: root.live
    readonly property bool folded: root.foldable && !root.opened
    property bool wrapped: false
    property real widest: 0 ///< may grow, never shrinks while it is shown

    implicitHeight: 36 + view.height + 12 + (more.visible ? more.height : 0)
    color: Theme.colors.sunken
    radius: Theme.radiusCard
    border.width: 1
    border.color: Theme.colors.line
    Accessible.role: Accessible.Section
    Accessible.name: root.code.language === "" ? qsTr("Code") : qsTr("Code in %1").arg(root.code.language)

    onLiveChanged: if (root.live) root.opened = true

    Words {
        x: 16
        height: 36
        width: parent.width - tools.width - 32
        text: root.code.language === "" ? qsTr("code") : root.code.language
        elide: Text.ElideRight
        font: Theme.smallFont
        color: Theme.colors.text2
    }
    Row {
        id: tools
        anchors.right: parent.right
        anchors.rightMargin: 8
        y: 4
        spacing: 4
        IconButton {
            iconName: "wrap"
            iconSize: 14
            text: root.wrapped ? qsTr("Do not wrap lines") : qsTr("Wrap lines")
            onClicked: root.wrapped = !root.wrapped
        }
        SaveButton {
            content: root.source
            fileName: root.code.fileName
        }
        PushButton {
            height: 28
            implicitWidth: 72
            kind: PushButton.Quiet
            iconName: "copy"
            text: qsTr("Copy")
            onClicked: root.copied(root.source)
        }
    }
    SidewaysView {
        id: view
        x: 16
        y: 36
        width: parent.width - 32
        height: parts.height
        contentWidth: root.wrapped ? width : root.widest

        Column {
            id: parts
            Repeater {
                model: root.code
                CodePart {
                    visible: !root.folded || index === 0
                    code: root.code
                    area: root.area
                    row: root.row
                    width: root.wrapped ? view.width : Math.max(view.width, implicitWidth)
                    wrapped: root.wrapped
                    onImplicitWidthChanged: root.widest = Math.max(root.widest, implicitWidth)
                }
            }
        }
    }
    NearView {
        column: parts
        viewTop: root.viewTop - view.y
        viewBottom: root.viewBottom - view.y
    }
    PushButton {
        id: more
        visible: root.foldable
        x: 4
        y: 36 + view.height + 6
        height: 28
        kind: PushButton.Quiet
        text: root.folded ? qsTr("Show %n lines more", "", root.code.lineCount - root.code.part) : qsTr("Show less")
        onClicked: root.opened = root.folded
    }
}
