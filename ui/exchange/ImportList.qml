import QtQuick
import Hadal.Controls
import Hadal.Exchange
import Hadal.Theme

// What a file would add, conversation by conversation.
Rectangle {
    id: root

    required property Importer importer

    radius: Theme.radiusCard
    color: Theme.colors.surface
    border.width: Theme.hairline
    border.color: list.activeFocus ? Theme.colors.accent : Theme.colors.line

    ListView {
        id: list
        anchors.fill: parent
        anchors.margins: 4
        clip: true
        activeFocusOnTab: true
        boundsBehavior: Flickable.StopAtBounds
        keyNavigationEnabled: true
        highlightMoveDuration: 0
        model: root.importer
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Chats in the file")
        delegate: ImportRow { width: list.width }
        ScrollMark {
            anchors.right: parent.right
            height: parent.height
            orientation: Qt.Vertical
            size: list.visibleArea.heightRatio
            position: list.visibleArea.yPosition
            onPositionChanged: if (pressed) list.contentY = list.originY + position * list.contentHeight
        }
    }
}
