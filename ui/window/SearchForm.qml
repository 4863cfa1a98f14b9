import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Theme

// The inside of the palette: what is looked for, where, and what was found.
FocusScope {
    id: root

    required property Workspace workspace
    readonly property SearchModel search: root.workspace.search

    signal chosen(int kind, string id, string message)

    function begin() {
        field.text = "";
        root.search.text = "";
        root.search.refresh();
        root.current = 0;
    }
    function takeFocus() { field.forceActiveFocus(); }
    // Not the list's own index, which follows changes of the model only with the next frame.
    property int current: 0
    onCurrentChanged: list.positionViewAtIndex(root.current, ListView.Contain)
    function step(by: int) { root.current = Math.max(0, Math.min(root.search.count - 1, root.current + by)); }

    function choose(index: int) {
        if (index >= 0 && index < root.search.count)
            root.chosen(root.search.kindAt(index), root.search.idAt(index), root.search.messageAt(index));
    }

    Icon {
        x: 18
        y: 18
        name: "search"
        color: Theme.colors.text2
    }
    Field {
        id: field
        x: 42
        y: 10
        width: parent.width - 56
        focus: true
        placeholderText: qsTr("Search chats, messages and commands")
        Accessible.name: qsTr("Search chats, messages and commands")
        background: null
        onTextEdited: {
            root.search.text = field.text;
            root.current = 0;
        }
        Keys.onPressed: (event) => {
            const page = 8;
            event.accepted = true;
            if (event.key === Qt.Key_Down)
                root.step(1);
            else if (event.key === Qt.Key_Up)
                root.step(-1);
            else if (event.key === Qt.Key_PageDown)
                root.step(page);
            else if (event.key === Qt.Key_PageUp)
                root.step(-page);
            else if ((event.key === Qt.Key_Return || event.key === Qt.Key_Enter) && !field.inputMethodComposing)
                root.choose(root.current);
            else
                event.accepted = false;
        }
    }
    Row {
        id: filters
        x: 14
        y: 52
        spacing: 8
        Segments {
            name: qsTr("Who")
            choices: [qsTr("Everything"), qsTr("By me"), qsTr("Answers")]
            current: root.search.who
            onChosen: (index) => root.search.who = index
        }
        Segments {
            name: qsTr("When")
            choices: [qsTr("Ever"), qsTr("Week"), qsTr("Month")]
            current: root.search.days === 0 ? 0 : root.search.days === 7 ? 1 : 2
            onChosen: (index) => root.search.days = [0, 7, 30][index]
        }
        Chip {
            visible: root.workspace.folderName !== "" || root.search.folder !== ""
            checkable: true
            checked: root.search.folder !== ""
            iconName: "folder"
            text: root.workspace.folderName
            hint: qsTr("Only in this folder")
            onToggled: root.search.folder = checked ? root.workspace.sidebar.folderOf(root.workspace.chat.id) : ""
        }
    }
    Line {
        y: 94
        width: parent.width
        height: Theme.hairline
        color: Theme.colors.line
    }
    ListView {
        id: list
        y: 95
        width: parent.width
        height: parent.height - 95 - foot.height
        topMargin: 6
        bottomMargin: 6
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        highlightMoveDuration: 0
        model: root.search
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Found")
        delegate: PaletteRow {
            id: row
            width: list.width
            current: root.current === row.index
            onPointed: root.current = row.index
            onChosen: root.choose(row.index)
        }
    }
    Words {
        anchors.centerIn: list
        visible: list.count === 0 && !root.search.searching && field.text.trim() !== ""
        text: qsTr("Nothing found")
        color: Theme.colors.text3
    }
    Item {
        id: foot
        anchors.bottom: parent.bottom
        width: parent.width
        height: 32
        Line {
            width: parent.width
            height: Theme.hairline
            color: Theme.colors.line
        }
        Words {
            x: 18
            height: parent.height
            text: root.search.problem !== "" ? root.search.problem
                : !root.search.complete ? qsTr("Older messages are still being indexed.")
                : root.search.more ? qsTr("There is more: add a word to narrow it down.")
                : qsTr("↑ ↓ to choose · Enter to open · “two words” in quotes stay together")
            font: Theme.smallFont
            color: root.search.problem !== "" ? Theme.colors.wrong : Theme.colors.text3
        }
    }
}
