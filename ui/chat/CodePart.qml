import QtQuick
import Hadal.Markdown
import Hadal.Theme

// Some lines of code, highlighted: can be selected, never edited.
TextEdit {
    id: root

    required property CodeLines code
    required property int index
    required property string partText
    required property bool wrapped
    property SelectionArea area: null
    property int row: 0 ///< of its block in the area
    readonly property PassageMarks marks: root.area?.marks ?? null
    readonly property string message: root.area?.message ?? ""

    readOnly: true
    selectByMouse: true
    persistentSelection: root.area !== null
    textFormat: TextEdit.PlainText
    renderType: Theme.renderType
    wrapMode: root.wrapped ? TextEdit.WrapAnywhere : TextEdit.NoWrap
    font: Theme.codeFont
    color: Theme.colors.text
    selectionColor: Theme.colors.accentSoft
    selectedTextColor: Theme.colors.text
    Accessible.role: Accessible.StaticText
    Accessible.name: root.partText
    Keys.onPressed: (event) => event.accepted = root.area !== null && CopyKeys.pressed(event, root.area)
    Component.onCompleted: writer.ready = true

    SelectionPart {
        area: root.area
        text: root
        row: root.row
        place: root.index
    }
    Loader {
        id: passages
        anchors.fill: parent
        active: root.message !== "" && (root.marks?.active ?? false)
        sourceComponent: PassageGrounds {
            marks: root.marks
            text: root
            message: root.message
            reasoning: root.area?.reasoning ?? false
            row: root.row
            place: root.index
        }
    }
    CodeText {
        id: writer
        onColoured: (passages.item as PassageGrounds)?.paint()
        document: root.textDocument
        lines: root.code
        row: root.index
        text: root.partText
        lineHeight: 20
        keywordInk: Theme.colors.codeKeyword
        typeInk: Theme.colors.codeType
        stringInk: Theme.colors.codeString
        numberInk: Theme.colors.codeNumber
        functionInk: Theme.colors.codeFunction
        commentInk: Theme.colors.codeComment
        addedInk: Theme.colors.good
        removedInk: Theme.colors.wrong
    }
}
