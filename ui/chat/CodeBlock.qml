import QtQuick
import Hadal.Controls
import Hadal.Markdown
import Hadal.Theme

// Code as it was written. Long code that has been read from the store is folded; code that grows before the
// reader's eyes stays open.
Rectangle {
    id: root

    required property string source
    required property string language
    required property bool live

    signal copied(string text)

    readonly property int lines: root.source.split("\n").length
    readonly property bool foldable: root.lines > 24
    property bool opened: root.live
    readonly property bool folded: root.foldable && !root.opened
    property bool wrapped: false

    implicitHeight: 36 + view.height + 12 + (more.visible ? more.height : 0)
    color: Theme.colors.sunken
    radius: Theme.radiusCard
    border.width: 1
    border.color: Theme.colors.line
    Accessible.role: Accessible.Section
    Accessible.name: root.language === "" ? qsTr("Code") : qsTr("Code in %1").arg(root.language)

    onLiveChanged: if (root.live) root.opened = true
    onSourceChanged: text.sync()
    onFoldedChanged: text.sync()

    Words {
        x: 16
        height: 36
        width: parent.width - 140
        text: root.language === "" ? qsTr("code") : root.language
        elide: Text.ElideRight
        font: Theme.smallFont
        color: Theme.colors.text2
    }
    Row {
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
        PushButton {
            height: 28
            implicitWidth: 72
            kind: PushButton.Quiet
            iconName: "copy"
            text: qsTr("Copy")
            onClicked: root.copied(root.source)
        }
    }
    Flickable {
        id: view
        x: 16
        y: 36
        width: parent.width - 32
        height: text.height
        clip: true
        interactive: false
        contentWidth: text.width
        contentHeight: text.height

        TextEdit {
            id: text

            function sync() {
                const shown = root.folded ? root.source.split("\n").slice(0, 20).join("\n") : root.source;
                const known = text.getText(0, text.length);
                // Growing text is added at the end, which keeps the selection and lays out only what is new.
                if (text.length > 0 && shown.startsWith(known))
                    text.insert(text.length, shown.slice(known.length));
                else
                    text.text = shown;
            }

            width: root.wrapped ? view.width : Math.max(view.width, implicitWidth)
            readOnly: true
            selectByMouse: true
            textFormat: TextEdit.PlainText
            renderType: Theme.renderType
            wrapMode: root.wrapped ? TextEdit.WrapAnywhere : TextEdit.NoWrap
            font: Theme.codeFont
            color: Theme.colors.text
            selectionColor: Theme.colors.accentSoft
            selectedTextColor: Theme.colors.text
            Accessible.role: Accessible.StaticText
            Accessible.name: root.source
            Component.onCompleted: text.sync()

            LineSpacing {
                document: text.textDocument
                height: 20
            }
        }
        WheelHandler {
            acceptedModifiers: Qt.ShiftModifier
            orientation: Qt.Vertical
            target: null
            enabled: view.contentWidth > view.width
            onWheel: (event) => view.contentX = Math.max(0, Math.min(view.contentWidth - view.width,
                                                         view.contentX - event.angleDelta.y / 2))
        }
        WheelHandler {
            orientation: Qt.Horizontal
            target: null
            enabled: view.contentWidth > view.width
            onWheel: (event) => view.contentX = Math.max(0, Math.min(view.contentWidth - view.width,
                                                         view.contentX - event.angleDelta.x / 2))
        }
    }
    PushButton {
        id: more
        visible: root.foldable
        x: 4
        y: 36 + view.height + 6
        height: 28
        kind: PushButton.Quiet
        text: root.folded ? qsTr("Show %n lines more", "", root.lines - 20) : qsTr("Show less")
        onClicked: root.opened = root.folded
    }
}
