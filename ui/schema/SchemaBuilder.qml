import QtQuick
import Hadal.Controls
import Hadal.Schema
import Hadal.Theme

// A schema as a tree of fields with a form below, as code, or both. Narrow, it shows one of them.
FocusScope {
    id: root

    required property SchemaDocument document
    property int mode: SchemaBuilder.Form
    property bool grows: false ///< as high as its form needs, for a page that scrolls
    property bool modesShown: true ///< the bar with Form, Code and Both, undo and samples
    property real underCode: 0 ///< room that is left below the code where it stands beside the form
    readonly property bool wide: root.width >= 900
    readonly property real codeX: code.x
    readonly property real codeWidth: code.width
    readonly property int shownMode: root.mode === SchemaBuilder.Both && !root.wide ? SchemaBuilder.Form : root.mode
    property string refusal: ""
    property bool wholeShown: !root.grows ///< the form of the schema itself: on a page it would be in the way
    readonly property bool folded: !root.wholeShown && root.document.current === ""

    enum Mode { Form, Code, Both }

    implicitHeight: root.grows && root.shownMode === SchemaBuilder.Form ? formSide.y + formView.y + (root.folded ? 28 : form.height + 6) : 460

    // The focus does not stay with what is no longer shown.
    onShownModeChanged: {
        if (root.shownMode === SchemaBuilder.Form && code.focus)
            tree.focus = true;
        else if (root.shownMode === SchemaBuilder.Code && tree.focus)
            code.focus = true;
    }

    /// False, with the reason shown, where the code cannot be read.
    function show(mode: int) {
        root.refusal = "";
        if (mode !== SchemaBuilder.Code && !root.document.readable)
            root.refusal = qsTr("Line %L1 of the code cannot be read. Repair it before the form is shown.").arg(root.document.problemLine);
        else
            root.mode = mode;
    }
    /// To the tree of fields.
    function takeFocus() {
        if (root.shownMode === SchemaBuilder.Code)
            code.forceActiveFocus(Qt.TabFocusReason);
        else
            tree.takeFocus();
    }
    function showPlace(pointer: string) {
        if (root.shownMode === SchemaBuilder.Form && root.document.readable && pointer !== "") {
            root.document.current = pointer;
            tree.takeFocus();
            return;
        }
        if (root.shownMode === SchemaBuilder.Form)
            root.mode = root.wide ? SchemaBuilder.Both : SchemaBuilder.Code;
        code.showLine(root.document.readable ? root.document.lineOf(pointer) : root.document.problemLine);
    }

    Flow {
        id: bar
        width: parent.width
        visible: root.modesShown
        height: visible ? implicitHeight : 0
        spacing: 8
        Segments {
            name: qsTr("View")
            choices: root.wide ? [qsTr("Form"), qsTr("Code"), qsTr("Both")] : [qsTr("Form"), qsTr("Code")]
            current: root.shownMode
            onChosen: (index) => root.show(index)
        }
        IconButton {
            implicitHeight: 32
            iconName: "undo"
            text: qsTr("Undo")
            keys: "Ctrl Z"
            enabled: root.document.canUndo
            onClicked: root.document.undo()
        }
        IconButton {
            implicitHeight: 32
            iconName: "retry"
            text: qsTr("Redo")
            keys: "Ctrl Shift Z"
            enabled: root.document.canRedo
            onClicked: root.document.redo()
        }
        PushButton {
            kind: PushButton.Quiet
            iconName: "braces"
            text: qsTr("Start from JSON…")
            onClicked: sheet.open()
        }
        PushButton {
            kind: PushButton.Quiet
            iconName: "plus"
            text: qsTr("Add a definition")
            enabled: root.document.readable
            onClicked: {
                root.document.addDefinition();
                form.takeName();
            }
        }
        PushButton {
            visible: root.shownMode !== SchemaBuilder.Form
            kind: PushButton.Quiet
            text: qsTr("Lay out the code")
            enabled: root.document.readable
            onClicked: root.document.format()
        }
    }
    Banner {
        id: refused
        anchors.top: bar.bottom
        anchors.topMargin: visible ? 8 : 0
        width: parent.width
        visible: root.refusal !== "" && !root.document.readable
        height: visible ? implicitHeight : 0
        text: root.refusal
        action: qsTr("Show")
        onTriggered: code.showLine(root.document.problemLine)
    }
    CheckBanner {
        id: check
        anchors.top: refused.bottom
        anchors.topMargin: 8
        width: formSide.visible ? formSide.width : parent.width
        height: refused.visible ? 0 : implicitHeight
        visible: !refused.visible
        document: root.document
        onPlaceWanted: (pointer) => root.showPlace(pointer)
    }
    Item {
        id: formSide
        anchors.top: check.bottom
        anchors.topMargin: 8
        anchors.bottom: parent.bottom
        width: root.shownMode === SchemaBuilder.Both ? Math.round(parent.width * 0.54) : parent.width
        visible: root.shownMode !== SchemaBuilder.Code

        FieldTree {
            id: tree
            width: parent.width
            height: Math.min(implicitHeight, root.grows ? 410 : Math.max(170, Math.round(parent.height * 0.5)))
            focus: true
            document: root.document
            enabled: root.document.readable
            onNameWanted: form.takeName()
        }
        Line {
            id: rule
            anchors.top: tree.bottom
            anchors.topMargin: 8
            width: parent.width
            height: Theme.hairline
            color: Theme.colors.line
        }
        PushButton {
            y: formView.y
            implicitHeight: 28
            visible: root.folded
            kind: PushButton.Quiet
            text: qsTr("Rules for the whole")
            onClicked: root.wholeShown = true
        }
        Flickable {
            id: formView
            anchors.top: rule.bottom
            anchors.topMargin: 12
            anchors.bottom: parent.bottom
            x: -3
            width: parent.width + 6 // the rings of focus stand out
            contentWidth: width
            contentHeight: form.height + 6
            visible: !root.folded
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            FieldForm {
                id: form
                x: 3
                y: 3
                width: formView.width - (root.grows ? 6 : 20)
                document: root.document
                onLineWanted: (pointer) => {
                    root.show(root.wide ? SchemaBuilder.Both : SchemaBuilder.Code);
                    code.showLine(root.document.lineOf(pointer));
                }
            }
            KeepInView { view: formView }
            ScrollMark {
                parent: formSide
                anchors.right: parent.right
                y: formView.y
                height: formView.height
                visible: formView.visible && size < 1
                orientation: Qt.Vertical
                size: formView.visibleArea.heightRatio
                position: formView.visibleArea.yPosition
                onPositionChanged: if (pressed) formView.contentY = position * formView.contentHeight
            }
        }
    }
    CodeEditor {
        id: code
        anchors.top: root.shownMode === SchemaBuilder.Both ? bar.bottom : check.bottom
        anchors.topMargin: 8
        anchors.bottom: parent.bottom
        anchors.bottomMargin: root.shownMode === SchemaBuilder.Both ? root.underCode : 0
        anchors.right: parent.right
        width: root.shownMode === SchemaBuilder.Both ? parent.width - formSide.width - 16 : parent.width
        visible: root.shownMode !== SchemaBuilder.Form
        document: root.document
    }
    SampleSheet {
        id: sheet
        document: root.document
    }
    Keys.onPressed: (event) => {
        event.accepted = true;
        if (event.matches(StandardKey.Undo))
            root.document.undo();
        else if (event.matches(StandardKey.Redo))
            root.document.redo();
        else
            event.accepted = false;
    }
}
