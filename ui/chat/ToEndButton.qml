import QtQuick
import QtQuick.Templates as T
import Hadal.Controls
import Hadal.Theme

// Takes the reader back to the end of the conversation.
T.AbstractButton {
    id: root

    implicitWidth: 32
    implicitHeight: 32
    hoverEnabled: true
    focusPolicy: Qt.TabFocus
    text: qsTr("To the end")
    Accessible.name: root.text
    Accessible.role: Accessible.Button
    contentItem: Item {
        Icon {
            anchors.centerIn: parent
            name: "down"
            color: Theme.colors.text2
        }
    }
    background: Raised {
        radius: 16
        FocusRing { shown: root.visualFocus; around: 16 }
    }
    Tip {
        shown: root.hovered || root.visualFocus
        text: root.text
    }
}
