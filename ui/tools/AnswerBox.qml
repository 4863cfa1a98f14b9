import QtQuick
import Hadal.Controls
import Hadal.Theme

// What the person is asked, and the answer.
Column {
    id: root

    required property string question

    signal answered(string text)

    spacing: 8

    Words {
        width: parent.width
        text: root.question
        wrapMode: Text.Wrap
    }
    TextArea {
        id: area
        property string typedText: ""
        width: parent.width
        name: qsTr("Your answer")
        value: typedText
        onTyped: (text) => typedText = text
    }
    PushButton {
        text: qsTr("Answer")
        onClicked: root.answered(area.typedText)
    }
}
