import QtQuick
import QtQuick.Templates as T
import Hadal.Theme

// One line of text to fill in.
T.TextField {
    id: root

    property bool wrong: false ///< what is wrong is said below it

    implicitWidth: 200
    implicitHeight: 32
    leftPadding: 9
    rightPadding: 9
    font: Theme.uiFont
    color: Theme.colors.text
    selectionColor: Theme.colors.accentSoft
    selectedTextColor: Theme.colors.text
    placeholderTextColor: Theme.colors.text3
    verticalAlignment: Text.AlignVCenter
    selectByMouse: true
    Words {
        x: root.leftPadding
        width: root.width - root.leftPadding - root.rightPadding
        height: root.height
        visible: root.text === "" && root.preeditText === ""
        text: root.placeholderText
        elide: Text.ElideRight
        color: root.enabled ? Theme.colors.text3 : Theme.colors.off
    }
    background: Rectangle {
        radius: Theme.radiusControl
        color: Theme.colors.surface
        border.width: root.activeFocus ? 2 : Theme.hairline
        border.color: root.wrong ? Theme.colors.wrong : root.activeFocus ? Theme.colors.accent : root.enabled ? Theme.colors.edge : Theme.colors.line
    }
}
