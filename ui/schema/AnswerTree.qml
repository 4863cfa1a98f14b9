import QtQuick
import QtQuick.Dialogs
import Hadal.Controls
import Hadal.Schema
import Hadal.Theme

// An answer that is JSON: as a tree, held against its schema, or as text.
Rectangle {
    id: root

    required property string text
    property string schema: ""     ///< empty: it is held against none
    property string schemaName: ""
    property bool asText: false
    readonly property alias whole: tree.whole

    property string problem: ""

    signal copied(string text)

    implicitHeight: bar.height + body.height + 8
    radius: Theme.radiusCard
    color: Theme.colors.sunken
    border.width: Theme.hairline
    border.color: Theme.colors.line
    Accessible.role: Accessible.Section
    Accessible.name: qsTr("JSON answer")

    JsonTree {
        id: tree
        text: root.text
        schema: root.schema
    }
    Item {
        id: bar
        width: parent.width
        height: 40
        Segments {
            x: 6
            y: 4
            name: qsTr("Show as")
            choices: [qsTr("Tree"), qsTr("Text")]
            current: root.asText ? 1 : 0
            onChosen: (index) => root.asText = index === 1
        }
        Row {
            anchors.right: parent.right
            anchors.rightMargin: 6
            y: 6
            spacing: 4
            Rectangle {
                anchors.verticalCenter: parent.verticalCenter
                visible: root.schema !== ""
                width: verdict.implicitWidth + 30
                height: 22
                radius: 4
                color: tree.broken > 0 ? Theme.colors.wrongSoft : "transparent"
                Accessible.role: Accessible.StaticText
                Accessible.name: verdict.text
                Icon {
                    x: 6
                    y: 5
                    width: 12
                    height: 12
                    name: tree.broken > 0 ? "warn" : "check"
                    color: verdict.color
                }
                Words {
                    id: verdict
                    x: 23
                    height: 22
                    text: tree.broken > 0 ? qsTr("%Ln places break the schema", "", tree.broken)
                        : root.schemaName === "" ? qsTr("Fits the schema") : qsTr("Fits “%1”").arg(root.schemaName)
                    font: Theme.smallFont
                    color: tree.broken > 0 ? Theme.colors.wrong : Theme.colors.good
                }
            }
            IconButton {
                iconName: "copy"
                iconSize: 14
                text: qsTr("Copy the answer")
                onClicked: root.copied(root.asText ? root.text : tree.printed)
            }
            IconButton {
                id: share
                iconName: "share"
                iconSize: 14
                text: root.problem === "" ? qsTr("Export…") : qsTr("Not saved: %1").arg(root.problem)
                onClicked: forms.open()
                Menu {
                    id: forms
                    y: share.height
                    x: share.width - width
                    MenuRow {
                        text: qsTr("JSON")
                        onTriggered: saver.begin("json")
                    }
                    MenuRow {
                        text: qsTr("JSON Lines")
                        enabled: tree.list
                        onTriggered: saver.begin("jsonl")
                    }
                    MenuRow {
                        text: qsTr("CSV")
                        enabled: tree.list
                        onTriggered: saver.begin("csv")
                    }
                }
            }
        }
    }
    Loader {
        id: body
        y: bar.height
        x: 6
        width: parent.width - 12
        sourceComponent: root.asText ? plain : rows
    }
    Component {
        id: rows
        Column {
            id: tall
            /// The rows are made anew: the focus goes to the one that was pressed.
            function toggle(row: AnswerTreeRow) {
                const pointer = row.pointer, focused = row.activeFocus;
                tree.setOpen(pointer, !row.open);
                for (let i = 0; focused && i < all.count; ++i) {
                    const again = all.itemAt(i) as AnswerTreeRow;
                    if (again.pointer === pointer)
                        again.forceActiveFocus(Qt.TabFocusReason);
                }
            }
            Repeater {
                id: all
                model: tree
                AnswerTreeRow {
                    id: row
                    width: body.width
                    onToggled: tall.toggle(row)
                    onMenuWanted: {
                        menu.pointer = row.pointer;
                        menu.popup(row, 24, 24);
                    }
                }
            }
            Words {
                x: 24
                height: tree.left > 0 ? 26 : 0
                visible: tree.left > 0
                text: qsTr("%Ln values more; fold others, or show the text", "", tree.left)
                font: Theme.smallFont
                color: Theme.colors.text3
            }
        }
    }
    Component {
        id: plain
        TextEdit {
            leftPadding: 10
            readOnly: true
            selectByMouse: true
            textFormat: TextEdit.PlainText
            renderType: Theme.renderType
            wrapMode: TextEdit.WrapAnywhere
            text: tree.printed
            font: Theme.codeFont
            color: Theme.colors.text
            selectionColor: Theme.colors.accentSoft
            selectedTextColor: Theme.colors.text
            Accessible.role: Accessible.StaticText
            Accessible.name: qsTr("JSON answer")
        }
    }
    Menu {
        id: menu
        property string pointer: ""
        MenuRow {
            iconName: "copy"
            text: qsTr("Copy value")
            onTriggered: root.copied(tree.valueAt(menu.pointer))
        }
        MenuRow {
            iconName: "code"
            text: qsTr("Copy path")
            onTriggered: root.copied(menu.pointer)
        }
    }
    Loader {
        id: saver

        property string form: ""

        function begin(form: string) {
            saver.form = form;
            saver.active = true;
        }

        active: false
        sourceComponent: FileDialog {
            fileMode: FileDialog.SaveFile
            currentFile: currentFolder + "/answer." + saver.form
            onAccepted: {
                root.problem = TextFile.write(selectedFile, tree.exported(saver.form));
                saver.active = false;
            }
            onRejected: saver.active = false
            Component.onCompleted: open()
        }
    }
}
