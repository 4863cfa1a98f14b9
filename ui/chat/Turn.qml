import QtQuick
import Hadal.Markdown

// What both sides of a conversation have in common.
Column {
    id: root

    required property bool editing
    required property string editText ///< the new version as it was typed so far
    required property bool leftOut    ///< the next request does not hold it
    required property string message
    property PassageMarks marks: null ///< under its words; null: none

    property bool grabsFocus: false ///< the person has just asked for the edit box

    function startEdit() {
        root.grabsFocus = true;
        root.editBegun();
    }

    signal editBegun
    signal editTyped(string text)
    signal editCancelled
    signal edited(string text)

    onEditingChanged: if (!root.editing) root.grabsFocus = false
}
