import QtQuick
import QtQuick.Templates as T
import Hadal.Controls
import Hadal.Forms
import Hadal.Theme

// Code to be written, in colours. Tab indents; Esc or Ctrl Tab leaves, so that the keyboard is not trapped.
Rectangle {
    id: root

    required property string name
    required property string value
    required property string language
    property bool wrong: false
    property int wrongLine: 0
    property bool readOnly: false
    property real minimumHeight: 96
    property real maximumHeight: 360
    readonly property alias cursorPosition: edit.cursorPosition

    signal typed(string text)

    function takeFocus() { edit.forceActiveFocus(Qt.TabFocusReason); }
    function insert(text: string) {
        edit.insert(edit.cursorPosition, text);
        edit.forceActiveFocus();
    }

    implicitHeight: Math.max(root.minimumHeight, Math.min(edit.contentHeight + 18, root.maximumHeight))
    radius: Theme.radiusCard
    color: Theme.colors.sunken
    border.width: edit.activeFocus ? 2 : Theme.hairline
    border.color: root.wrong ? Theme.colors.wrong : edit.activeFocus ? Theme.colors.accent
                : root.readOnly ? Theme.colors.line : Theme.colors.edge

    Flickable {
        id: flick
        anchors.fill: parent
        anchors.margins: 9
        contentWidth: Math.max(width, edit.contentWidth + 2)
        contentHeight: edit.contentHeight
        clip: true
        boundsBehavior: Flickable.StopAtBounds

        T.TextArea {
            id: edit
            width: flick.contentWidth
            height: Math.max(contentHeight, flick.height)
            implicitHeight: contentHeight
            text: root.value
            readOnly: root.readOnly
            textFormat: TextEdit.PlainText
            renderType: Theme.renderType
            wrapMode: TextEdit.NoWrap
            selectByMouse: true
            font: Theme.codeFont
            color: Theme.colors.text
            selectionColor: Theme.colors.accentSoft
            selectedTextColor: Theme.colors.text
            activeFocusOnTab: true
            Accessible.role: Accessible.EditableText
            Accessible.name: root.name
            Accessible.multiLine: true
            Accessible.readOnly: root.readOnly
            KeyNavigation.priority: KeyNavigation.BeforeItem
            Keys.onShortcutOverride: (event) => event.accepted = event.key === Qt.Key_Escape && !root.readOnly
            Keys.onEscapePressed: edit.nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
            Keys.onTabPressed: (event) => {
                if (event.modifiers & Qt.ControlModifier || root.readOnly)
                    edit.nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason);
                else
                    edit.insert(edit.cursorPosition, "  ");
            }
            Keys.onBacktabPressed: edit.nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)
            onTextChanged: if (edit.text !== root.value) root.typed(edit.text)
            onActiveFocusChanged: edit.follow()
            onCursorRectangleChanged: edit.follow()
            function follow() {
                if (!edit.activeFocus) // code that is only shown begins at its beginning
                    return;
                const box = edit.cursorRectangle;
                flick.contentY = Math.max(Math.min(flick.contentY, box.y), box.y + box.height - flick.height);
                flick.contentX = Math.max(Math.min(flick.contentX, box.x), box.x + 2 - flick.width);
            }
            CodeInk {
                document: edit.textDocument
                language: root.language
                wrongLine: root.wrongLine
                keywordInk: Theme.colors.codeKeyword
                typeInk: Theme.colors.codeType
                stringInk: Theme.colors.codeString
                numberInk: Theme.colors.codeNumber
                functionInk: Theme.colors.codeFunction
                commentInk: Theme.colors.codeComment
                wrongGround: Theme.colors.wrongSoft
            }
        }
    }
    ScrollMark {
        anchors.right: parent.right
        anchors.rightMargin: 1
        y: 4
        height: parent.height - 8
        orientation: Qt.Vertical
        size: flick.visibleArea.heightRatio
        position: flick.visibleArea.yPosition
        onPositionChanged: if (pressed) flick.contentY = position * flick.contentHeight
    }
    onValueChanged: if (edit.text !== root.value) edit.text = root.value
}
