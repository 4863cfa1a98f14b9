import QtQuick
import Hadal.Controls
import Hadal.Markdown
import Hadal.Theme

// Writes a new version of a turn in its place. Esc leaves it as it was, Ctrl Enter takes it.
Rectangle {
    id: root

    required property string initial
    required property string verb
    property bool canAccept: true
    property bool takesFocus: false

    signal typed(string text)
    signal accepted(string text)
    signal cancelled

    /// Until something is typed, the text follows `initial`: it may become known after the box is made.
    property bool touched: false

    onInitialChanged: if (!root.touched) text.begin()
    onTakesFocusChanged: if (root.takesFocus) text.forceActiveFocus()

    function accept() {
        if (root.canAccept && text.text.trim() !== "" && !text.inputMethodComposing)
            root.accepted(text.text);
    }

    implicitHeight: text.height + 64
    radius: Theme.radiusCard
    color: Theme.colors.surface
    border.width: text.activeFocus ? 2 : Theme.hairline
    border.color: text.activeFocus ? Theme.colors.accent : Theme.colors.edge

    TextEdit {
        id: text
        x: 16
        y: 12
        width: parent.width - 32
        wrapMode: TextEdit.Wrap
        renderType: Theme.renderType
        selectByMouse: true
        font: Theme.readingFont
        color: Theme.colors.text
        selectionColor: Theme.colors.accentSoft
        selectedTextColor: Theme.colors.text
        Accessible.role: Accessible.EditableText
        Accessible.name: qsTr("New version")
        onTextChanged: {
            if (text.beginning)
                return;
            root.touched = true;
            root.typed(text.text);
        }
        Keys.onShortcutOverride: (event) => event.accepted = event.key === Qt.Key_Escape
        Keys.onEscapePressed: root.cancelled()
        Keys.onPressed: (event) => {
            const enter = event.key === Qt.Key_Return || event.key === Qt.Key_Enter;
            if (enter && (event.modifiers & Qt.ControlModifier)) {
                event.accepted = true;
                root.accept();
            }
        }
        property bool beginning: true

        function begin() {
            text.beginning = true;
            text.text = root.initial;
            text.cursorPosition = text.length;
            text.beginning = false;
        }
        Component.onCompleted: {
            text.begin();
            if (root.takesFocus)
                text.forceActiveFocus();
        }

        LineSpacing {
            document: text.textDocument
            height: Theme.readingLine
        }
    }
    Row {
        anchors.right: parent.right
        anchors.rightMargin: 8
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 8
        spacing: 8
        PushButton {
            kind: PushButton.Quiet
            text: qsTr("Cancel")
            onClicked: root.cancelled()
        }
        PushButton {
            kind: PushButton.Primary
            text: root.verb
            enabled: root.canAccept && text.text.trim() !== ""
            onClicked: root.accept()
        }
    }
}
