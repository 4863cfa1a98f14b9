import QtQuick
import QtQuick.Layouts
import Hadal.Controls
import Hadal.Markdown
import Hadal.Theme

// A table without a frame. Columns share the width; a table that needs more scrolls sideways in its place.
Item {
    id: root

    required property TableCells cells
    required property color color
    property SelectionArea area: null
    property int row: 0

    implicitHeight: grid.height + 8
    Accessible.role: Accessible.Table
    Accessible.name: qsTr("Table")

    SidewaysView {
        id: view
        width: parent.width
        height: grid.height
        contentWidth: grid.width

        GridLayout {
            id: grid
            columns: Math.max(1, root.cells.columns)
            columnSpacing: 0
            rowSpacing: 0
            width: Math.max(root.width, columns * 96)

            Repeater {
                id: all
                model: root.cells
                Item {
                    id: cell
                    required property inlineText words
                    required property int alignment
                    required property bool head
                    required property int index

                    readonly property bool first: cell.index % grid.columns === 0
                    readonly property bool last: cell.index % grid.columns === grid.columns - 1

                    implicitWidth: Math.min(320, label.implicitWidth + label.x + (cell.last ? 0 : 12)) + 1
                    implicitHeight: Math.max(32, label.height + 9)
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    Layout.minimumWidth: Math.min(cell.implicitWidth, 96)
                    Accessible.role: cell.head ? Accessible.ColumnHeader : Accessible.Cell
                    Accessible.name: cell.words.plain

                    FormattedText {
                        id: label
                        x: cell.first ? 0 : 12
                        y: 4
                        width: cell.width - x - (cell.last ? 0 : 12)
                        words: cell.words
                        area: root.area
                        row: root.row
                        place: cell.index
                        alignment: cell.alignment
                        justify: false
                        font: cell.head ? Theme.tableHeadFont : Theme.tableFont
                        color: cell.head ? Theme.colors.text2 : root.color
                        line: 23
                        hanLine: 23
                    }
                    Rectangle {
                        anchors.bottom: parent.bottom
                        width: parent.width
                        height: 1
                        color: cell.head ? Theme.colors.edge : Theme.colors.line
                        visible: cell.head || cell.index < all.count - grid.columns
                    }
                }
            }
        }
    }
}
