import QtQuick
import Hadal.Controls
import Hadal.Theme

// The place of a block: the gap above it, the quotes and lists it stands in, its marker.
Item {
    id: root

    required property int index
    required property int listDepth
    required property int quoteDepth
    required property string marker
    required property int gap
    required property int quotesBefore
    property int indent: root.listDepth * 24
    property int line: Theme.readingLine
    property real firstBaseline: 0.8 * root.line ///< of the block's own text
    property font markerFont: Theme.readingFont
    default property alias content: holder.data

    readonly property real quoteIndent: root.quoteDepth * 18
    readonly property bool free: root.listDepth === 0 && root.quoteDepth === 0

    implicitHeight: root.gap + holder.height

    Repeater {
        model: root.quoteDepth
        Rectangle {
            required property int index
            x: index * 18
            y: index >= root.quotesBefore ? root.gap + 4 : 0
            width: 2
            height: root.height - y + 2
            radius: 1
            color: Theme.colors.off
        }
    }
    Text {
        visible: root.marker !== ""
        x: root.quoteIndent + root.indent - 24 + (root.marker === "•" ? 5 : 0)
        y: root.gap + root.firstBaseline - baselineOffset
        text: root.marker
        renderType: Theme.renderType
        font: root.markerFont
        color: Theme.colors.text2
    }
    Item {
        id: holder
        x: root.quoteIndent + root.indent
        y: root.gap
        width: root.width - x
        height: childrenRect.height
    }
}
