import QtQuick
import Hadal.Markdown
import Hadal.Theme

// The words of one block: can be selected, never edited, and opens a link only when it is pressed.
TextEdit {
    id: root

    required property inlineText words
    property real line: Theme.readingLine
    property real hanLine: Theme.readingLineHan
    property int alignment: Qt.AlignLeft
    property bool justify: true
    readonly property alias firstBaseline: formatter.firstBaseline
    property SelectionArea area: null ///< with which it is selected; null: alone
    property int row: 0               ///< of its block in the area
    property int place: 0
    property PassageMarks marks: root.area?.marks ?? null ///< under its words; null: none
    property string message: root.area?.message ?? ""     ///< by which the marks know it

    readOnly: true
    selectByMouse: true
    persistentSelection: root.area !== null
    activeFocusOnPress: true
    textFormat: TextEdit.RichText
    renderType: Theme.renderType
    wrapMode: TextEdit.Wrap
    font: Theme.readingFont
    color: Theme.colors.text
    selectionColor: Theme.colors.accentSoft
    selectedTextColor: root.color
    Accessible.role: Accessible.StaticText
    Accessible.name: root.words.plain
    Component.onCompleted: formatter.ready = true
    Keys.onPressed: (event) => event.accepted = root.area !== null && CopyKeys.pressed(event, root.area)
    onLinkActivated: (link) => Qt.openUrlExternally(link)

    InlineFormatter {
        id: formatter
        document: root.textDocument
        words: root.words
        font: root.font
        codeFont: Theme.codeFont
        codeGround: Theme.colors.hover
        linkColor: Theme.colors.accent
        formulaSize: root.font.pixelSize * Theme.formulaScale
        lineHeight: root.line
        hanLineHeight: root.hanLine
        alignment: root.alignment
        justifyHan: root.justify
        width: root.width
    }
    SelectionPart {
        area: root.area
        text: root
        row: root.row
        place: root.place
        formatter: formatter
    }
    Loader {
        anchors.fill: parent
        anchors.margins: -8 // a formula may be higher than its line
        active: root.words.formulas
        sourceComponent: InlineFormulas {
            document: root.textDocument
            color: root.color
            zoom: Theme.zoom
            inset: 8
        }
    }
    Loader {
        anchors.fill: parent
        active: root.message !== "" && (root.marks?.active ?? false)
        sourceComponent: PassageGrounds {
            marks: root.marks
            text: root
            message: root.message
            reasoning: root.area?.reasoning ?? false
            row: root.row
            place: root.place
            writer: formatter
        }
    }
    HoverHandler {
        cursorShape: root.hoveredLink === "" ? Qt.IBeamCursor : Qt.PointingHandCursor
    }
}
