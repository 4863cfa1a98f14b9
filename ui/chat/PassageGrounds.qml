import QtQuick
import Hadal.Markdown
import Hadal.Theme

// The marks under one text, in the colours of the theme.
Item {
    id: root

    required property PassageMarks marks
    required property TextEdit text
    required property string message
    required property bool reasoning
    required property int row
    required property InlineFormatter writer

    function press(at: point) { painter.press(root.text.positionAt(at.x, at.y), root.text); }

    PassagePainter {
        id: painter
        marks: root.marks
        document: root.text.textDocument
        message: root.message
        reasoning: root.reasoning
        row: root.row
        heat: Theme.colors.heat
        ground: Theme.colors.accent
        ink: Theme.colors.accentText
        lines: Theme.contrast
    }
    Connections {
        target: root.writer
        function onWritten() { painter.paint(); }
    }
}
