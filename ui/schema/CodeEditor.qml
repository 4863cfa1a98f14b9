import QtQuick
import QtQuick.Templates as T
import Hadal.Controls
import Hadal.Forms
import Hadal.Schema
import Hadal.Theme

// The code of a schema, with line numbers, the wrong line marked, and offers for what is being written.
FocusScope {
    id: root

    required property SchemaDocument document
    property int marked: 0 ///< a line that is not wrong, but spoken of

    readonly property int wrongLine: root.document.readable
        ? (root.document.check.verdict === SchemaCheck.Invalid || root.document.check.verdict === SchemaCheck.NotEnforceable
           ? root.lineOfFinding() : 0) : root.document.problemLine
    readonly property int carefulLine: root.document.readable && root.document.check.verdict === SchemaCheck.InPart ? root.lineOfFinding() : 0

    function lineOfFinding(): int {
        const keyword = root.document.check.keywordAt(0);
        const pointer = root.document.check.pointerAt(0);
        return root.document.lineOf(keyword === "" ? pointer : pointer + "/" + keyword);
    }
    function showLine(line: int) {
        let at = 0;
        for (let i = 1; i < line; ++i)
            at = edit.text.indexOf("\n", at) + 1;
        edit.cursorPosition = at;
        edit.forceActiveFocus(Qt.TabFocusReason);
    }
    function offer() {
        const all = SchemaCompletion.offers(edit.text, edit.cursorPosition, root.document.definitions);
        offers.words = Array.from(all).slice(0, 40);
        offers.chosen = 0;
    }
    function take(word: string) {
        const from = SchemaCompletion.wordStart(edit.text, edit.cursorPosition);
        edit.remove(from, edit.cursorPosition);
        edit.insert(from, edit.text.charAt(from) === "\"" ? word : word + "\"");
        if (edit.text.charAt(edit.cursorPosition) === "\"")
            edit.cursorPosition += 1;
        offers.words = [];
    }
    /// The text is another one: only what differs is written, so the cursor stays.
    function write(text: string) {
        const old = edit.text;
        if (old === text)
            return;
        let head = 0;
        const least = Math.min(old.length, text.length);
        while (head < least && old[head] === text[head])
            ++head;
        let tail = 0;
        while (tail < least - head && old[old.length - 1 - tail] === text[text.length - 1 - tail])
            ++tail;
        edit.following = true; // what stands between the two is nobody's
        edit.remove(head, old.length - tail);
        edit.insert(head, text.slice(head, text.length - tail));
        edit.following = false;
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.colors.sunken
    }
    Flickable {
        id: flick
        anchors.fill: parent
        contentWidth: Math.max(width, edit.x + edit.contentWidth + 24)
        contentHeight: Math.max(height, edit.contentHeight + 24)
        clip: true
        boundsBehavior: Flickable.StopAtBounds

        component Mark: Rectangle {
            required property int line
            readonly property rect box: edit.positionToRectangle(edit.startOf(line))
            visible: line > 0
            y: edit.y + box.y
            width: flick.contentWidth
            height: Math.max(18, box.height)
        }
        Mark {
            line: root.carefulLine
            color: Theme.colors.carefulSoft
        }
        Mark {
            line: root.wrongLine
            color: Theme.colors.wrongSoft
        }
        Column {
            y: edit.y
            width: 40
            Repeater {
                model: Math.min(edit.lineCount, 4000)
                Text {
                    required property int index
                    width: 36
                    height: edit.contentHeight / Math.max(1, edit.lineCount)
                    text: index + 1
                    textFormat: Text.PlainText
                    renderType: Theme.renderType
                    horizontalAlignment: Text.AlignRight
                    font: Theme.codeFont
                    color: root.wrongLine === index + 1 ? Theme.colors.wrong : Theme.colors.text3
                }
            }
        }
        T.TextArea {
            id: edit

            property bool following: true ///< the document is being written here; not yet complete, it has nothing to say

            function startOf(line: int): int {
                let at = 0;
                for (let i = 1; i < line; ++i) {
                    const next = edit.text.indexOf("\n", at);
                    if (next < 0)
                        break;
                    at = next + 1;
                }
                return at;
            }

            x: 52
            y: 12
            width: flick.contentWidth - 60
            height: Math.max(contentHeight, flick.height - 24)
            implicitHeight: contentHeight
            focus: true
            activeFocusOnTab: true
            textFormat: TextEdit.PlainText
            renderType: Theme.renderType
            wrapMode: TextEdit.NoWrap
            selectByMouse: true
            font: Theme.codeFont
            color: Theme.colors.text
            selectionColor: Theme.colors.accentSoft
            selectedTextColor: Theme.colors.text
            Accessible.role: Accessible.EditableText
            Accessible.name: qsTr("Code of the schema")
            Accessible.description: root.document.readable ? "" : root.document.problem
            Accessible.multiLine: true
            Component.onCompleted: root.write(root.document.text)
            onTextChanged: {
                if (edit.following || edit.text === root.document.text)
                    return;
                const grew = edit.text.length === root.document.text.length + 1;
                root.document.text = edit.text;
                if (grew && edit.activeFocus)
                    root.offer();
                else
                    offers.words = [];
            }
            onCursorRectangleChanged: {
                const box = edit.cursorRectangle;
                flick.contentY = Math.max(0, Math.max(Math.min(flick.contentY, edit.y + box.y - 12), edit.y + box.y + box.height + 12 - flick.height));
                flick.contentX = Math.max(0, Math.max(Math.min(flick.contentX, box.x), edit.x + box.x + 12 - flick.width));
            }
            onActiveFocusChanged: if (!edit.activeFocus) offers.words = []
            KeyNavigation.priority: KeyNavigation.BeforeItem
            Keys.onShortcutOverride: (event) => event.accepted = event.key === Qt.Key_Escape && offers.visible
                || event.matches(StandardKey.Undo) || event.matches(StandardKey.Redo)
            Keys.onPressed: (event) => {
                event.accepted = true;
                const offered = offers.visible;
                if (event.matches(StandardKey.Undo))
                    root.document.undo();
                else if (event.matches(StandardKey.Redo))
                    root.document.redo();
                else if ((event.modifiers & Qt.ControlModifier) && event.key === Qt.Key_Space)
                    root.offer();
                else if (offered && event.key === Qt.Key_Escape)
                    offers.words = [];
                else if (offered && event.key === Qt.Key_Down)
                    offers.chosen = Math.min(offers.words.length - 1, offers.chosen + 1);
                else if (offered && event.key === Qt.Key_Up)
                    offers.chosen = Math.max(0, offers.chosen - 1);
                else if (offered && (event.key === Qt.Key_Return || event.key === Qt.Key_Tab))
                    root.take(offers.words[offers.chosen]);
                else if (event.key === Qt.Key_Escape || (event.key === Qt.Key_Tab && (event.modifiers & Qt.ControlModifier)))
                    edit.nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason);
                else if (event.key === Qt.Key_Tab)
                    edit.insert(edit.cursorPosition, "  ");
                else if (event.key === Qt.Key_Backtab)
                    edit.nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason);
                else if (event.key === Qt.Key_Return) {
                    const line = edit.text.slice(edit.text.lastIndexOf("\n", edit.cursorPosition - 1) + 1, edit.cursorPosition);
                    const indent = line.match(/^ */)[0] + (/[{[]\s*$/.test(line) ? "  " : "");
                    edit.insert(edit.cursorPosition, "\n" + indent);
                } else
                    event.accepted = false;
            }
            CodeInk {
                document: edit.textDocument
                language: "json"
                keywordInk: Theme.colors.codeKeyword
                typeInk: Theme.colors.codeType
                stringInk: Theme.colors.codeString
                numberInk: Theme.colors.codeNumber
                functionInk: Theme.colors.codeFunction
                commentInk: Theme.colors.codeComment
                wrongGround: "transparent"
            }
        }
        Item {
            id: offers

            property list<string> words: []
            property int chosen: 0

            visible: offers.words.length > 0
            x: Math.min(edit.x + edit.cursorRectangle.x, flick.contentX + flick.width - width - 8)
            y: edit.y + edit.cursorRectangle.y + 22
            width: 200
            height: Math.min(offers.words.length, 8) * 26 + 8
            Raised { anchors.fill: parent }
            ListView {
                anchors.fill: parent
                anchors.margins: 4
                clip: true
                model: offers.words
                currentIndex: offers.chosen
                highlightMoveDuration: 0
                Accessible.role: Accessible.List
                Accessible.name: qsTr("Completions")
                delegate: Rectangle {
                    id: offered
                    required property string modelData
                    required property int index
                    width: ListView.view.width
                    height: 26
                    radius: 5
                    color: offers.chosen === offered.index ? Theme.colors.hover : "transparent"
                    Words {
                        x: 8
                        height: 26
                        text: offered.modelData
                        font: Theme.codeFont
                    }
                    TapHandler { onTapped: root.take(offered.modelData) }
                }
            }
        }
    }
    ScrollMark {
        anchors.right: parent.right
        height: parent.height
        orientation: Qt.Vertical
        size: flick.visibleArea.heightRatio
        position: flick.visibleArea.yPosition
        onPositionChanged: if (pressed) flick.contentY = position * flick.contentHeight
    }
    Connections {
        target: root.document
        function onChanged() { root.write(root.document.text); }
    }
}
