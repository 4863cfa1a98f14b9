pragma Singleton
import QtQuick
import Hadal.Markdown

// The keys of a selection over blocks.
QtObject {
    function pressed(event: KeyEvent, area: SelectionArea): bool {
        const control = event.modifiers === Qt.ControlModifier;
        if (control && (event.key === Qt.Key_C || event.key === Qt.Key_Insert))
            area.copy();
        else if (event.key === Qt.Key_C && event.modifiers === (Qt.ControlModifier | Qt.ShiftModifier))
            area.copyMarkdown();
        else if (control && event.key === Qt.Key_A)
            area.selectAll();
        else
            return false;
        return true;
    }
}
