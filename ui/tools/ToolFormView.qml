import QtQuick
import Hadal.Controls
import Hadal.Forms
import Hadal.Theme
import Hadal.Tools

// The parts of a tool, one under the other.
FocusScope {
    id: root

    required property ToolDesk desk
    readonly property ToolForm form: root.desk.form
    readonly property bool served: root.form.action === ToolForm.Mcp
    property real sideMargin: 32

    function nameIt() {
        name.forceActiveFocus(Qt.TabFocusReason);
        name.selectAll();
    }

    Accessible.role: Accessible.Form
    Accessible.name: qsTr("Tool")

    Flickable {
        id: flick
        anchors.fill: parent
        contentWidth: width
        contentHeight: body.height + 64
        clip: true
        boundsBehavior: Flickable.StopAtBounds

        Column {
            id: body
            x: root.sideMargin
            y: 24
            width: Math.min(560, flick.width - 2 * root.sideMargin)
            spacing: 20

            Banner {
                visible: root.desk.problem !== ""
                width: parent.width
                title: qsTr("The tools are not all as they should be")
                text: root.desk.problem
            }
            Banner {
                visible: root.served
                width: parent.width
                careful: true
                title: qsTr("This tool comes from the MCP server %1").arg(root.form.server)
                text: qsTr("The server says what it is called, what it is for and what it takes. It is shown as it came.")
            }
            Flow {
                width: parent.width
                spacing: 16
                Labelled {
                    width: Math.min(parent.width, parent.width < 520 ? parent.width : 260)
                    label: qsTr("Name")
                    hint: qsTr("The model calls it by this name.")
                    problem: root.form.problems.name ?? ""
                    Field {
                        id: name
                        width: parent.width
                        focus: true
                        readOnly: root.served
                        text: root.form.name
                        font: Theme.codeFont
                        wrong: root.form.problems.name !== undefined
                        Accessible.name: qsTr("Name")
                        onTextEdited: root.form.name = text
                    }
                }
                Labelled {
                    width: effect.implicitWidth
                    label: qsTr("Effect")
                    hint: qsTr("Decides when Hadal asks you first.")
                    Segments {
                        id: effect
                        enabled: !root.served
                        name: qsTr("Effect")
                        choices: [qsTr("Reads only"), qsTr("Writes"), qsTr("Deletes")]
                        current: root.form.effect
                        onChosen: (index) => root.form.effect = index
                    }
                }
            }
            Labelled {
                width: parent.width
                label: qsTr("What it is for")
                problem: root.form.problems.purpose ?? ""
                hint: root.form.warnings.purpose ?? ""
                TextArea {
                    width: parent.width
                    enabled: !root.served
                    name: qsTr("What it is for")
                    placeholder: qsTr("What it does, and when the model should use it")
                    value: root.form.purpose
                    wrong: root.form.problems.purpose !== undefined
                    onTyped: (text) => root.form.purpose = text
                }
            }
            ParameterForm {
                width: parent.width
                enabled: !root.served
                form: root.form
            }
            Labelled {
                width: parent.width
                visible: !root.served
                label: qsTr("Action")
                ActionChoice {
                    form: root.form
                    narrow: body.width < 480
                }
            }
            Loader {
                width: parent.width
                visible: !root.served
                sourceComponent: [command, http, script, files, ask, null][root.form.action]
            }
            SandboxForm {
                visible: !root.served && root.form.action !== ToolForm.Ask
                width: parent.width
                form: root.form
            }
            AskingForm {
                visible: root.desk.asking.available
                width: parent.width
                asking: root.desk.asking
                reads: root.form.effect === 0
                narrow: body.width < 440
            }
            Labelled {
                visible: root.form.secrets.length > 0
                width: parent.width
                label: qsTr("Secrets")
                hint: qsTr("A run gets those that are on. Values come from the keyring; neither the model nor this page sees them.")
                Flow {
                    width: parent.width
                    spacing: 8
                    Repeater {
                        model: root.form.secrets
                        Chip {
                            required property string modelData
                            iconName: "lock"
                            text: modelData
                            hint: checked ? qsTr("Given to this tool") : qsTr("Not given to this tool: it does not run")
                            checkable: true
                            checked: root.form.given.includes(modelData)
                            onToggled: root.form.giveSecret(modelData, checked)
                        }
                    }
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
    KeepInView { view: flick }

    Component { id: command; CommandForm { form: root.form } }
    Component { id: http; HttpForm { form: root.form } }
    Component { id: script; ScriptForm { form: root.form } }
    Component { id: files; FilesForm { form: root.form } }
    Component { id: ask; AskForm { form: root.form } }
}
