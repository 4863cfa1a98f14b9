import QtQuick
import Hadal.Controls
import Hadal.Markdown
import Hadal.Theme

// One row of a table, with the line below it.
Item {
    id: root

    required property TableCells cells
    required property int index
    required property TableWidths measures
    required property bool last         ///< of the table, so far
    required property color color
    property SelectionArea area: null
    property int row: 0 ///< of the table among the blocks

    readonly property int columns: root.measures.widths.length
    readonly property bool head: root.index === 0

    implicitHeight: Math.max(32, line.height + 9)
    Accessible.role: Accessible.Row

    Row {
        id: line
        y: 4

        Repeater {
            model: root.cells
            Item {
                id: cell
                required property inlineText words
                required property int alignment
                required property int index

                readonly property real leftSide: cell.index === 0 ? 0 : 12
                readonly property real rightSide: cell.index === root.columns - 1 ? 0 : 12

                width: root.measures.widths[cell.index] || 0
                height: label.height
                Accessible.role: root.head ? Accessible.ColumnHeader : Accessible.Cell
                Accessible.name: cell.words.plain

                FormattedText {
                    id: label
                    x: cell.leftSide
                    width: cell.width - cell.leftSide - cell.rightSide
                    words: cell.words
                    area: root.area
                    row: root.row
                    place: root.index * root.columns + cell.index
                    alignment: cell.alignment
                    justify: false
                    font: root.head ? Theme.tableHeadFont : Theme.tableFont
                    color: root.head ? Theme.colors.text2 : root.color
                    line: 23
                    hanLine: 23
                }
            }
        }
    }
    Line {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.hairline
        color: root.head ? Theme.colors.edge : Theme.colors.line
        visible: root.head || !root.last
    }
}
