import QtQuick
import Qt.labs.qmlmodels
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

    signal copied(string text)

    implicitHeight: stack.height

    SelectionArea {
        id: selection
        anchors.fill: parent
        blocks: root.blocks

        Column {
            id: stack
            width: parent.width

            Repeater {
                model: root.blocks
                delegate: DelegateChooser {
                    role: "kind"

                    DelegateChoice {
                        roleValue: MessageBlocks.Paragraph
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
                    DelegateChoice {
                        roleValue: MessageBlocks.Heading
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
                    DelegateChoice {
                        roleValue: MessageBlocks.Code
                        BlockFrame {
                            id: fence
                            required property string source
                            required property CodeLines code
                            width: root.width
                            CodeBlock {
                                x: fence.free ? -Theme.overhang : 0
                                width: parent.width + (fence.free ? 2 * Theme.overhang : 0)
                                source: fence.source
                                viewTop: root.viewTop - fence.y - fence.gap
                                viewBottom: root.viewBottom - fence.y - fence.gap
                                area: selection
                                row: fence.index
                                code: fence.code
                                live: root.live
                                onCopied: (text) => root.copied(text)
                            }
                        }
                    }
                    DelegateChoice {
                        roleValue: MessageBlocks.Table
                        BlockFrame {
                            id: table
                            required property TableCells cells
                            width: root.width
                            TableBlock {
                                width: parent.width
                                cells: table.cells
                                area: selection
                                row: table.index
                                color: root.color
                            }
                        }
                    }
                    DelegateChoice {
                        roleValue: MessageBlocks.Rule
                        BlockFrame {
                            width: root.width
                            Item {
                                width: parent.width
                                height: 17
                                Rectangle {
                                    y: 8
                                    width: parent.width
                                    height: 1
                                    color: Theme.colors.line
                                }
                            }
                        }
                    }
                    DelegateChoice {
                        roleValue: MessageBlocks.Image
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
                    DelegateChoice {
                        roleValue: MessageBlocks.Note
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
                    DelegateChoice {
                        roleValue: MessageBlocks.Formula
                        BlockFrame {
                            id: formula
                            required property string source
                            width: root.width
                            FormulaBlock {
                                width: parent.width
                                source: formula.source
                                color: root.color
                            }
                        }
                    }
                }
            }
        }
        NearView {
            column: stack
            viewTop: root.viewTop
            viewBottom: root.viewBottom
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
