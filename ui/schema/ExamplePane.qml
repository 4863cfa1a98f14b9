import QtQuick
import Hadal.Controls
import Hadal.Schema
import Hadal.Theme

// An example of the schema, written by the model that is loaded and held against the schema.
Item {
    id: root

    required property SchemaDocument document
    required property ExampleWriter writer

    signal copied(string text)

    implicitHeight: head.height + Math.min(body.height, 320) + 12

    Item {
        id: head
        width: parent.width
        height: 40
        Words {
            height: 40
            text: qsTr("Example answer")
            font: Theme.titleFont
        }
        PushButton {
            anchors.right: parent.right
            y: 4
            iconName: root.writer.writing ? "stop" : "retry"
            text: root.writer.writing ? qsTr("Stop") : qsTr("Generate an example")
            enabled: root.document.readable
            onClicked: root.writer.writing ? root.writer.stop() : root.writer.write(root.document.text)
        }
    }
    Flickable {
        id: view
        anchors.top: head.bottom
        width: parent.width
        height: Math.min(body.height, 320)
        contentWidth: width
        contentHeight: body.height
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        Column {
            id: body
            width: parent.width
            spacing: 8
            Banner {
                width: parent.width
                visible: root.writer.problem !== ""
                text: root.writer.problem
            }
            Banner {
                width: parent.width
                visible: root.writer.cut && root.writer.problem === ""
                careful: true
                text: qsTr("The example was cut at its length limit, so it is not whole.")
            }
            AnswerTree {
                width: parent.width
                visible: whole
                text: root.writer.text
                schema: root.document.readable ? root.document.text : ""
                onCopied: (text) => root.copied(text)
            }
            Words {
                width: parent.width
                visible: root.writer.text !== "" && (root.writer.writing || root.writer.cut)
                text: root.writer.text
                font: Theme.codeFont
                wrapMode: Text.WrapAnywhere
            }
            Words {
                width: parent.width
                visible: root.writer.text !== "" && !root.writer.writing
                text: qsTr("Written by %1 · %2 s").arg(root.writer.model).arg(root.writer.seconds.toFixed(1))
                elide: Text.ElideRight
                font: Theme.smallFont
                color: Theme.colors.text3
            }
        }
    }
}
