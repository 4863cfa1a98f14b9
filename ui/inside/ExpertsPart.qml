import QtQuick
import Hadal.Controls
import Hadal.Inside
import Hadal.Theme

// The experts that the token was given to.
Column {
    id: root

    required property Inside inside
    property bool table: false ///< numbers in place of the picture

    readonly property bool any: root.inside.experts > 0

    component Key: Row {
        required property color tone
        required property string words
        spacing: 6
        Rectangle {
            y: 4
            width: 8
            height: 8
            color: parent.tone
        }
        Words {
            text: parent.words
            font: Theme.smallFont
            color: Theme.colors.text2
        }
    }

    spacing: 6

    PartHead {
        width: parent.width
        name: qsTr("Experts")
        note: root.any ? qsTr("%1 a layer, %2 a token").arg(root.inside.experts).arg(root.inside.expertsPerToken) : ""
    }
    ExpertPicture {
        width: parent.width
        height: implicitHeight
        visible: root.any && !root.table
        inside: root.inside
        ground: Theme.colors.track
        past: Theme.colors.dataReserve
        now: Theme.colors.accent
        frame: Theme.colors.text
        Accessible.role: Accessible.Graphic
        Accessible.name: qsTr("Experts of each layer")
        Accessible.description: root.inside.expertWords === "" ? "" : qsTr("Layer %1: %2").arg(root.inside.layer + 1).arg(root.inside.expertWords)
    }
    Repeater {
        model: root.table ? root.inside.expertTable : []
        Words {
            required property string modelData
            width: root.width
            text: modelData
            font: Theme.smallFont
            wrapMode: Text.Wrap
            Accessible.role: Accessible.ListItem
            Accessible.name: modelData
        }
    }
    Flow {
        width: parent.width
        visible: root.any && !root.table
        spacing: 14
        Key { tone: Theme.colors.accent; words: qsTr("this token") }
        Key {
            visible: root.inside.before > 0
            tone: Theme.colors.dataReserve
            words: qsTr("the %Ln tokens before it", "", root.inside.before)
        }
    }
    Words {
        width: parent.width
        visible: root.inside.expertWords !== "" && !root.table
        wrapMode: Text.Wrap
        font: Theme.smallFont
        color: Theme.colors.text2
        text: qsTr("Layer %1: %2").arg(root.inside.layer + 1).arg(root.inside.expertWords)
    }
    Words {
        width: parent.width
        visible: root.inside.state === Inside.Shown && !root.any
        wrapMode: Text.Wrap
        color: Theme.colors.text2
        text: qsTr("This model has no experts.")
    }
}
