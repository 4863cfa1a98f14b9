import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Markdown
import Hadal.Theme

// Code as it was written. Long code that has been read from the store is folded; code that grows before the
// reader's eyes stays open. The bar stays in sight while a long block is read.
Rectangle {
    id: root

    required property CodeLines code
    required property bool live
    property SelectionArea area: null
    property int row: 0
    property real viewTop: -Infinity
    property real viewBottom: Infinity

    signal copied(string text)
    signal reshaped

    // A block that is being taken away may outlive its code for a moment.
    readonly property string language: root.code?.language ?? ""
    readonly property bool foldable: (root.code?.lineCount ?? 0) > 24
    property bool opened: root.live
    readonly property bool folded: root.foldable && !root.opened
    property bool wrapped: false
    property real widest: 0 ///< may grow, never shrinks while it is shown

    implicitHeight: bar.height + view.height + 12 + (more.visible ? more.height : 0)
    color: Theme.colors.sunken
    radius: Theme.radiusCard
    border.width: Theme.hairline
    border.color: Theme.colors.line
    Accessible.role: Accessible.Section
    Accessible.name: root.language === "" ? qsTr("Code") : qsTr("Code in %1").arg(root.language)

    onLiveChanged: if (root.live) root.opened = true

    SidewaysView {
        id: view
        x: 16
        y: bar.height
        width: parent.width - 32
        height: parts.implicitHeight
        contentWidth: root.wrapped ? width : root.widest

        VirtualColumn {
            id: parts
            width: root.wrapped ? view.width : Math.max(view.width, root.widest)
            height: implicitHeight
            model: root.code
            limit: root.folded ? 1 : -1
            viewTop: root.viewTop - view.y
            viewBottom: root.viewBottom - view.y

            RowKind {
                CodePart {
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
    Rectangle {
        id: bar
        x: 1
        y: Math.max(0, Math.min(root.viewTop, view.height - 8))
        width: parent.width - 2
        height: 36
        radius: y > 0 ? 0 : Theme.radiusCard
        color: y > 0 ? Theme.colors.sunken : "transparent"

        Line {
            visible: bar.y > 0
            anchors.bottom: parent.bottom
            width: parent.width
            height: Theme.hairline
            color: Theme.colors.line
        }
        Words {
            x: 15
            height: 36
            width: parent.width - tools.width - 32
            text: root.language === "" ? qsTr("code") : root.language
            elide: Text.ElideRight
            font: Theme.smallFont
            color: Theme.colors.text2
        }
        Row {
            id: tools
            anchors.right: parent.right
            anchors.rightMargin: 7
            y: 4
            spacing: 4
            IconButton {
                iconName: "wrap"
                iconSize: 14
                text: root.wrapped ? qsTr("Do not wrap lines") : qsTr("Wrap lines")
                onClicked: {
                    root.reshaped();
                    root.wrapped = !root.wrapped;
                }
            }
            SaveButton {
                code: root.code
            }
            PushButton {
                height: 28
                implicitWidth: 72
                kind: PushButton.Quiet
                iconName: "copy"
                text: qsTr("Copy")
                onClicked: root.copied(root.code.text())
            }
        }
    }
    Loader {
        id: more
        x: 4
        y: bar.height + view.height + 6
        active: root.foldable
        visible: active
        sourceComponent: PushButton {
            height: 28
            kind: PushButton.Quiet
            text: root.folded ? qsTr("Show %n lines more", "", (root.code?.lineCount ?? 0) - (root.code?.part ?? 0)) : qsTr("Show less")
            onClicked: {
                root.reshaped();
                root.opened = root.folded;
            }
        }
    }
}
