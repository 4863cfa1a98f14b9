import QtQuick
import Hadal.Controls
import Hadal.Markdown
import Hadal.Theme

// A table without a frame. Columns share the width; a table that needs more scrolls sideways in its place.
Item {
    id: root

    required property TableRows rows
    required property color color
    property SelectionArea area: null
    property int row: 0
    property real viewTop: -Infinity
    property real viewBottom: Infinity

    implicitHeight: lines.implicitHeight + 8
    Accessible.role: Accessible.Table
    Accessible.name: qsTr("Table")

    TableWidths {
        id: shares
        rows: root.rows
        font: Theme.tableFont
        headFont: Theme.tableHeadFont
        formulaSize: Theme.tableFont.pixelSize * Theme.formulaScale
        room: root.width
    }
    SidewaysView {
        id: view
        width: parent.width
        height: lines.implicitHeight
        contentWidth: shares.total

        VirtualColumn {
            id: lines
            width: shares.total
            height: implicitHeight
            model: root.rows
            viewTop: root.viewTop
            viewBottom: root.viewBottom

            RowKind {
                TableLine {
                    width: lines.width
                    measures: shares
                    last: index === root.rows.count - 1
                    area: root.area
                    row: root.row
                    color: root.color
                }
            }
        }
    }
}
