import QtQuick
import QtQuick.Templates as T
import Hadal.Controls
import Hadal.Theme
import Hadal.Tools

// A text in which arguments can stand. They are inserted from a menu, and marked where they are.
Rectangle {
    id: root

    required property string name
    required property string value
    required property list<string> names ///< of the parameters
    property string placeholder: ""
    property bool wrong: false
    property bool lines: false ///< more than one

    signal typed(string text)
    signal entered ///< Enter, where there is one line

    function takeFocus() { edit.forceActiveFocus(Qt.TabFocusReason); }

    implicitHeight: root.lines ? Math.max(64, Math.min(edit.contentHeight + 14, 200)) : 32
    radius: Theme.radiusControl
    color: Theme.colors.surface
    border.width: edit.activeFocus ? 2 : Theme.hairline
    border.color: root.wrong ? Theme.colors.wrong : edit.activeFocus ? Theme.colors.accent : Theme.colors.edge

    Flickable {
        id: flick
        x: 9
        y: 6
        width: parent.width - 18 - (insert.visible ? 26 : 0)
        height: parent.height - 12
        contentWidth: root.lines ? width : Math.max(width, edit.contentWidth + 2)
        contentHeight: root.lines ? edit.contentHeight : height
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        interactive: root.lines

        T.TextArea {
            id: edit
            width: flick.contentWidth
            height: Math.max(contentHeight, flick.height)
            implicitHeight: contentHeight
            text: root.value
            textFormat: TextEdit.PlainText
            renderType: Theme.renderType
            wrapMode: root.lines ? TextEdit.Wrap : TextEdit.NoWrap
            verticalAlignment: root.lines ? TextEdit.AlignTop : TextEdit.AlignVCenter
            selectByMouse: true
            font: Theme.codeFont
            color: Theme.colors.text
            selectionColor: Theme.colors.accentSoft
            selectedTextColor: Theme.colors.text
            activeFocusOnTab: true
            KeyNavigation.priority: KeyNavigation.BeforeItem
            Accessible.role: Accessible.EditableText
            Accessible.name: root.name
            Accessible.multiLine: root.lines
            Keys.onTabPressed: edit.nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
            Keys.onBacktabPressed: edit.nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)
            Keys.onReturnPressed: (event) => {
                event.accepted = !root.lines;
                if (!root.lines)
                    root.entered();
            }
            onTextChanged: {
                if (!root.lines && edit.text.includes("\n"))
                    edit.text = edit.text.replace(/\n/g, " ");
                else if (edit.text !== root.value)
                    root.typed(edit.text);
            }
            onCursorRectangleChanged: {
                const box = edit.cursorRectangle;
                flick.contentX = Math.max(Math.min(flick.contentX, box.x), box.x + 2 - flick.width, 0);
                if (root.lines)
                    flick.contentY = Math.max(Math.min(flick.contentY, box.y), box.y + box.height - flick.height);
            }
            TemplateInk {
                document: edit.textDocument
                names: root.names
                knownInk: Theme.colors.accent
                knownGround: Theme.colors.accentSoft
                secretInk: Theme.colors.careful
                secretGround: Theme.colors.carefulSoft
                wrongInk: Theme.colors.wrong
                wrongGround: Theme.colors.wrongSoft
            }
            Words {
                visible: edit.text === "" && edit.preeditText === ""
                height: root.lines ? implicitHeight : parent.height
                width: flick.width
                text: root.placeholder
                color: Theme.colors.text3
                elide: Text.ElideRight
            }
        }
    }
    IconButton {
        id: insert
        anchors.right: parent.right
        anchors.rightMargin: 2
        y: 2
        iconName: "braces"
        iconSize: 14
        text: qsTr("Insert an argument")
        Accessible.description: root.name
        tipShown: !menu.visible
        onClicked: menu.open()
        Menu {
            id: menu
            y: insert.height + 4
            x: insert.width - width
            Repeater {
                model: root.names
                MenuRow {
                    id: row
                    required property string modelData
                    iconName: "braces"
                    text: row.modelData
                    onTriggered: edit.insert(edit.cursorPosition, "{{" + row.modelData + "}}")
                }
            }
            MenuRow {
                iconName: "lock"
                text: qsTr("A secret")
                onTriggered: {
                    const at = edit.cursorPosition;
                    edit.insert(at, "{{secret:NAME}}");
                    edit.select(at + 9, at + 13);
                }
            }
            onClosed: root.takeFocus()
        }
    }
    onValueChanged: if (edit.text !== root.value) edit.text = root.value
}
