import QtQuick
import Hadal.Markdown
import Hadal.Theme

// The marks under one text, in the colours of the theme. Pressed, it says where.
Item {
    id: root

    required property PassageMarks marks
    required property TextEdit text
    required property string message
    required property bool reasoning
    required property int row
    property int place: 0
    property InlineFormatter writer: null ///< of words with formulas

    /// The text has been written or coloured anew.
    function paint() { painter.paint(); }

    PassagePainter {
        id: painter
        marks: root.marks
        document: root.text.textDocument
        message: root.message
        reasoning: root.reasoning
        row: root.row
        place: root.place
        writer: root.writer
        heat: Theme.colors.heat
        ground: Theme.colors.accent
        ink: Theme.colors.accentText
        lines: Theme.contrast
    }
    function press(at: point, hovered: bool) {
        painter.press(root.text.positionAt(at.x, at.y), root.text, hovered);
    }

    TapHandler {
        onTapped: (point) => root.press(point.position, false)
    }
    HoverHandler {
        id: hover
        cursorShape: Qt.IBeamCursor
        onPointChanged: rest.restart()
        onHoveredChanged: {
            if (hover.hovered)
                return;
            rest.stop();
            root.marks.leave();
        }
    }
    Timer {
        id: rest
        interval: 400
        onTriggered: if (hover.hovered) root.press(hover.point.position, true)
    }
}
