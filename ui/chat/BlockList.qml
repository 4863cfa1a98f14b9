import QtQuick
import Hadal.Controls
import Hadal.Markdown
import Hadal.Theme

// The blocks of a text, one delegate a kind. They are selected as one.
Item {
    id: root

    required property MessageBlocks blocks
    property font font: Theme.readingFont
    property color color: Theme.colors.text
    property int line: Theme.readingLine
    property int hanLine: Theme.readingLineHan
    property bool live: false
    property real viewTop: -Infinity ///< what of the list can be seen, in its own coordinates
    property real viewBottom: Infinity
    property PassageMarks marks: null ///< under the words; null: none
    property string message: ""       ///< by which the marks know the text
    property bool reasoning: false

    signal copied(string text)
    signal reshaped ///< the reader makes something higher or lower

    implicitHeight: stack.implicitHeight

    SelectionArea {
        id: selection
        anchors.fill: parent
        blocks: root.blocks
        marks: root.marks
        message: root.message
        reasoning: root.reasoning

        VirtualColumn {
            id: stack
            width: parent.width
            height: implicitHeight
            model: root.blocks
            kindRole: "kind"
            viewTop: root.viewTop
            viewBottom: root.viewBottom

            RowKind {
                kind: MessageBlocks.Paragraph
                BlockFrame {
                    id: paragraph
                    required property inlineText words
                    width: root.width
                    line: paragraph.words.han ? root.hanLine : root.line
                    markerFont: root.font
                    firstBaseline: body.firstBaseline
                    FormattedText {
                        id: body
                        width: parent.width
                        words: paragraph.words
                        area: selection
                        row: paragraph.index
                        font: root.font
                        color: root.color
                        line: root.line
                        hanLine: root.hanLine
                    }
                }
            }
            RowKind {
                kind: MessageBlocks.Heading
                BlockFrame {
                    id: heading
                    required property inlineText words
                    required property int level
                    width: root.width
                    FormattedText {
                        width: parent.width
                        words: heading.words
                        area: selection
                        row: heading.index
                        font: Theme.headingFont(heading.level)
                        color: root.color
                        line: Theme.headingLine(heading.level)
                        hanLine: line
                        justify: false
                        Accessible.role: Accessible.Heading
                    }
                }
            }
            RowKind {
                kind: MessageBlocks.Code
                BlockFrame {
                    id: fence
                    required property CodeLines code
                    width: root.width
                    CodeBlock {
                        x: fence.free ? -Theme.overhang : 0
                        width: parent.width + (fence.free ? 2 * Theme.overhang : 0)
                        viewTop: root.viewTop - fence.y - fence.gap
                        viewBottom: root.viewBottom - fence.y - fence.gap
                        area: selection
                        row: fence.index
                        code: fence.code
                        live: root.live
                        onCopied: (text) => root.copied(text)
                        onReshaped: root.reshaped()
                    }
                }
            }
            RowKind {
                kind: MessageBlocks.Table
                BlockFrame {
                    id: table
                    required property TableRows rows
                    width: root.width
                    TableBlock {
                        width: parent.width
                        rows: table.rows
                        area: selection
                        row: table.index
                        viewTop: root.viewTop - table.y - table.gap
                        viewBottom: root.viewBottom - table.y - table.gap
                        color: root.color
                    }
                }
            }
            RowKind {
                kind: MessageBlocks.Rule
                BlockFrame {
                    width: root.width
                    Item {
                        width: parent.width
                        height: 17
                        Line {
                            y: 8
                            width: parent.width
                            height: Theme.hairline
                            color: Theme.colors.line
                        }
                    }
                }
            }
            RowKind {
                kind: MessageBlocks.Image
                BlockFrame {
                    id: image
                    required property inlineText words
                    required property string source
                    width: root.width
                    ImageCard {
                        width: parent.width
                        description: image.words.plain
                        address: image.source
                        onCopied: (text) => root.copied(text)
                    }
                }
            }
            RowKind {
                kind: MessageBlocks.Note
                BlockFrame {
                    id: note
                    required property inlineText words
                    width: root.width
                    indent: 24
                    line: 22
                    markerFont: Theme.smallFont
                    FormattedText {
                        width: parent.width
                        words: note.words
                        area: selection
                        row: note.index
                        font: Theme.thinkingFont
                        color: Theme.colors.text2
                        line: 22
                        hanLine: 24
                    }
                }
            }
            RowKind {
                kind: MessageBlocks.Formula
                BlockFrame {
                    id: formula
                    required property string source
                    width: root.width
                    FormulaBlock {
                        width: parent.width
                        source: formula.source
                        color: root.color
                        marks: root.marks
                        message: root.message
                        reasoning: root.reasoning
                        row: formula.index
                    }
                }
            }
        }
        TapHandler {
            acceptedButtons: Qt.RightButton
            onTapped: menu.active = true
        }
    }
    Loader {
        id: menu
        active: false
        sourceComponent: CopyMenu {
            area: selection
            onClosed: menu.active = false
            Component.onCompleted: popup()
        }
    }
}
