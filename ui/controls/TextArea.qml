import QtQuick
import QtQuick.Templates as T
import Hadal.Theme

// A few lines of text to fill in. It grows to eight, then it scrolls.
Rectangle {
    id: root

    required property string name
    required property string value
    property string placeholder: ""
    property bool wrong: false ///< what is wrong is said below it

    signal typed(string text)

    implicitHeight: Math.max(64, Math.min(edit.implicitHeight + 16, 176))
    radius: Theme.radiusControl
    color: Theme.colors.surface
    border.width: edit.activeFocus ? 2 : Theme.hairline
    border.color: root.wrong ? Theme.colors.wrong : edit.activeFocus ? Theme.colors.accent : Theme.colors.edge

    Flickable {
        id: flick
        anchors.fill: parent
        anchors.margins: 8
        contentWidth: width
        contentHeight: edit.implicitHeight
        clip: true
        boundsBehavior: Flickable.StopAtBounds

        T.TextArea {
            id: edit
            width: flick.width
            height: Math.max(implicitHeight, flick.height)
            implicitHeight: contentHeight
            text: root.value
            textFormat: TextEdit.PlainText
            renderType: Theme.renderType
            wrapMode: TextEdit.Wrap
            selectByMouse: true
            font: Theme.uiFont
            color: Theme.colors.text
            selectionColor: Theme.colors.accentSoft
            selectedTextColor: Theme.colors.text
            KeyNavigation.priority: KeyNavigation.BeforeItem
            Accessible.role: Accessible.EditableText
            Accessible.name: root.name
            Accessible.multiLine: true
            Keys.onTabPressed: edit.nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
            Keys.onBacktabPressed: edit.nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)
            onTextChanged: if (edit.text !== root.value) root.typed(edit.text)
            onCursorRectangleChanged: {
                const box = edit.cursorRectangle;
                if (box.y < flick.contentY)
                    flick.contentY = box.y;
                else if (box.y + box.height > flick.contentY + flick.height)
                    flick.contentY = box.y + box.height - flick.height;
            }
            Words {
                visible: edit.text === "" && edit.preeditText === ""
                text: root.placeholder
                color: Theme.colors.text3
                width: parent.width
                elide: Text.ElideRight
            }
        }
    }
    onValueChanged: if (edit.text !== root.value) edit.text = root.value
}
