import QtQuick
import QtQuick.Templates as T
import Hadal.Controls
import Hadal.Schema
import Hadal.Theme

// The library of named schemas: a list, and the one that is chosen in the builder. What is changed is saved at once;
// the history takes it back.
FocusScope {
    id: root

    required property SchemaLibrary library
    required property ExampleWriter writer
    property string chosen: ""
    property string problem: ""
    property bool loading: false
    readonly property bool narrow: root.width < 720

    signal closed
    signal copied(string text)

    function choose(name: string) {
        saver.flush();
        root.problem = "";
        const text = root.library.text(name);
        if (text === "") {
            root.problem = root.library.problem(name);
            if (root.problem !== "")
                return;
        }
        root.chosen = name;
        root.loading = true;
        document.load(text);
        root.loading = false;
        root.writer.clear();
    }
    function make() {
        const name = root.library.freeName(qsTr("New schema"));
        root.problem = root.library.write(name, "{\n  \"type\": \"object\",\n  \"properties\": {}\n}");
        if (root.problem === "") {
            root.choose(name);
            title.forceActiveFocus(Qt.TabFocusReason);
            title.selectAll();
        }
    }

    Component.onCompleted: if (root.chosen === "" && root.library.names.length > 0) root.choose(root.library.names[0])
    Component.onDestruction: saver.flush()

    SchemaDocument {
        id: document
        onEdited: if (!root.loading && root.chosen !== "") saver.restart()
    }
    Timer {
        id: saver
        function flush() {
            if (!saver.running)
                return;
            saver.stop();
            root.problem = root.library.write(root.chosen, document.text);
        }
        interval: 400
        onTriggered: root.problem = root.library.write(root.chosen, document.text)
    }
    Rectangle {
        anchors.fill: parent
        color: Theme.colors.surface
    }
    Item {
        id: header
        width: parent.width
        height: 48
        IconButton {
            x: 12
            y: 10
            iconName: "chevronLeft"
            text: qsTr("Back to the chat")
            keys: "Esc"
            onClicked: root.closed()
        }
        Words {
            x: 48
            height: 48
            text: qsTr("Schemas")
            font: Theme.titleFont
            Accessible.role: Accessible.Heading
            Accessible.name: text
        }
        Row {
            anchors.right: parent.right
            anchors.rightMargin: 12
            y: 8
            spacing: 8
            PushButton {
                iconName: "plus"
                text: qsTr("New schema")
                onClicked: root.make()
            }
        }
        Line {
            anchors.bottom: parent.bottom
            width: parent.width
            height: Theme.hairline
            color: Theme.colors.line
        }
    }
    ListView {
        id: list
        anchors.top: header.bottom
        anchors.topMargin: 8
        anchors.bottom: parent.bottom
        width: list.count === 0 ? 0 : root.narrow ? 148 : 208
        visible: list.count > 0
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: root.library.names
        activeFocusOnTab: true
        currentIndex: Array.from(root.library.names).indexOf(root.chosen)
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Schemas")
        Keys.onUpPressed: if (list.currentIndex > 0) root.choose(root.library.names[list.currentIndex - 1])
        Keys.onDownPressed: if (list.currentIndex + 1 < list.count) root.choose(root.library.names[list.currentIndex + 1])
        delegate: T.AbstractButton {
            id: entry
            required property string modelData
            x: 8
            width: list.width - 16
            height: 30
            hoverEnabled: true
            focusPolicy: Qt.NoFocus
            text: entry.modelData
            Accessible.role: Accessible.ListItem
            Accessible.name: entry.text
            Accessible.selected: root.chosen === entry.modelData
            onClicked: root.choose(entry.modelData)
            background: Rectangle {
                radius: Theme.radiusControl
                color: root.chosen === entry.modelData ? Theme.colors.selected : entry.hovered ? Theme.colors.hover : "transparent"
                FocusRing {
                    shown: list.activeFocus && root.chosen === entry.modelData
                    inside: true
                }
            }
            contentItem: Words {
                leftPadding: 12
                rightPadding: 8
                text: entry.text
                elide: Text.ElideRight
                font: root.chosen === entry.modelData ? Theme.labelFont : Theme.uiFont
            }
        }
        Line {
            anchors.right: parent.right
            width: Theme.hairline
            height: parent.height
            color: Theme.colors.line
        }
    }
    Column {
        anchors.centerIn: main
        visible: list.count === 0
        spacing: 12
        Words {
            anchors.horizontalCenter: parent.horizontalCenter
            text: qsTr("A schema says what an answer must look like.")
            color: Theme.colors.text2
        }
        PushButton {
            anchors.horizontalCenter: parent.horizontalCenter
            iconName: "plus"
            text: qsTr("Make the first schema")
            onClicked: root.make()
        }
    }
    Item {
        id: main
        readonly property bool beside: builder.shownMode === SchemaBuilder.Both ///< the example stands below the code
        anchors.left: list.right
        anchors.right: parent.right
        anchors.top: header.bottom
        anchors.bottom: parent.bottom
        anchors.margins: root.narrow ? 12 : 20

        Row {
            id: titleRow
            width: parent.width
            visible: root.chosen !== ""
            spacing: 8
            Field {
                id: title
                width: Math.min(320, parent.width - 48)
                text: root.chosen
                Accessible.name: qsTr("Name of the schema")
                onEditingFinished: {
                    if (text === root.chosen)
                        return;
                    saver.flush();
                    root.problem = root.library.rename(root.chosen, text.trim());
                    if (root.problem === "")
                        root.chosen = text.trim();
                    text = Qt.binding(() => root.chosen);
                }
            }
            IconButton {
                implicitHeight: 32
                iconName: "trash"
                text: qsTr("Delete this schema")
                onClicked: {
                    saver.stop();
                    removed.keep(root.chosen, document.text);
                    root.problem = root.library.remove(root.chosen);
                    root.chosen = "";
                    if (root.library.names.length > 0)
                        root.choose(root.library.names[0]);
                }
            }
        }
        Banner {
            id: problemBanner
            anchors.top: titleRow.bottom
            anchors.topMargin: visible ? 8 : 0
            width: parent.width
            visible: root.problem !== ""
            height: visible ? implicitHeight : 0
            text: root.problem
        }
        SchemaBuilder {
            id: builder
            anchors.top: problemBanner.bottom
            anchors.topMargin: 8
            anchors.bottom: main.beside ? parent.bottom : example.top
            anchors.bottomMargin: main.beside ? 0 : 8
            width: parent.width
            underCode: example.height + 8
            visible: root.chosen !== ""
            focus: true
            mode: wide ? SchemaBuilder.Both : SchemaBuilder.Form
            document: document
        }
        ExamplePane {
            id: example
            anchors.bottom: parent.bottom
            x: main.beside ? builder.codeX : 0
            width: main.beside ? builder.codeWidth : parent.width
            visible: root.chosen !== ""
            document: document
            writer: root.writer
            onCopied: (text) => root.copied(text)
        }
    }
    Toast {
        id: removed
        objectName: "removedToast"

        property string name: ""
        property string text_: ""

        function keep(name: string, text: string) {
            removed.name = name;
            removed.text_ = text;
            removed.show(qsTr("“%1” was deleted").arg(name), "");
        }

        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 16
        onUndone: {
            root.problem = root.library.write(removed.name, removed.text_);
            root.choose(removed.name);
        }
    }
}
