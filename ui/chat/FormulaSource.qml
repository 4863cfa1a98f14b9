import QtQuick
import Hadal.Controls
import Hadal.Theme

// A formula as its source, marked as such by a dotted line.
Item {
    id: root

    required property string source

    implicitHeight: text.height + 16

    TextEdit {
        id: text
        y: 6
        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.min(implicitWidth, root.width)
        readOnly: true
        selectByMouse: true
        textFormat: TextEdit.PlainText
        renderType: Theme.renderType
        wrapMode: TextEdit.Wrap
        horizontalAlignment: TextEdit.AlignHCenter
        text: root.source
        font: Theme.codeFont
        color: Theme.colors.text
        selectionColor: Theme.colors.accentSoft
        selectedTextColor: Theme.colors.text
        Accessible.role: Accessible.StaticText
        Accessible.name: qsTr("Formula: %1").arg(root.source)
    }
    Row {
        anchors.horizontalCenter: text.horizontalCenter
        anchors.top: text.bottom
        anchors.topMargin: 3
        width: text.width
        spacing: 3
        clip: true
        Repeater {
            model: Math.ceil(text.width / 5)
            Line {
                width: 2
                height: Theme.hairline
                color: Theme.colors.edge
            }
        }
    }
}
