import QtQuick
import QtQuick.Templates as T
import Hadal.Controls
import Hadal.Schema
import Hadal.Theme

// One field of the tree: name, type, what it is for, and whether it must be there.
T.AbstractButton {
    id: root

    required property string pointer
    required property string name
    required property int kind
    required property int itemKind
    required property int place
    required property int placeIndex
    required property bool mandatory
    required property bool nullable
    required property int depth
    required property bool branch
    required property bool open
    required property list<string> kept
    required property string description
    required property string detail
    required property bool patterned
    required property int members
    required property string finding
    property bool chosen: false
    property bool focused: false

    readonly property string shownName: FieldWords.name(root.name, root.place, root.placeIndex)
    readonly property string shownType: FieldWords.type(root.kind, root.itemKind, root.members, root.nullable, root.patterned)
    readonly property real nameWidth: Math.round(Math.max(120, root.width * 0.36))
    readonly property real typeWidth: Math.round(Math.max(84, root.width * 0.22))

    signal foldToggled
    signal dragged(real y)
    signal dropped
    signal dragCancelled

    implicitHeight: 34
    hoverEnabled: true
    focusPolicy: Qt.NoFocus
    Accessible.role: Accessible.TreeItem
    Accessible.name: root.shownName
    Accessible.description: root.shownType + (root.mandatory ? ". " + qsTr("Required") : "")
                          + (root.description === "" ? "" : ". " + root.description) + (root.finding === "" ? "" : ". " + root.finding)
    Accessible.selected: root.chosen

    background: Rectangle {
        radius: Theme.radiusControl
        color: root.chosen ? Theme.colors.selected : root.hovered ? Theme.colors.hover : "transparent"
        FocusRing {
            shown: root.focused
            inside: true
        }
    }
    contentItem: Item {}
    Item {
        anchors.fill: parent
        Item { // the grip
            width: 20
            height: parent.height
            visible: root.place !== FieldModel.Root && root.place !== FieldModel.Item
            Icon {
                x: 4
                anchors.verticalCenter: parent.verticalCenter
                width: 14
                height: 14
                visible: root.hovered || root.chosen || grip.active
                name: "grip"
                color: Theme.colors.text3
            }
            HoverHandler { cursorShape: Qt.OpenHandCursor }
            DragHandler {
                id: grip
                target: null
                dragThreshold: 4
                onActiveChanged: if (!active) root.dropped()
                onCentroidChanged: if (active) root.dragged(centroid.scenePosition.y)
                onCanceled: root.dragCancelled()
            }
        }
        Item {
            x: 20 + root.depth * 18
            width: 18
            height: parent.height
            visible: root.branch && root.place !== FieldModel.Root
            Icon {
                anchors.centerIn: parent
                width: 12
                height: 12
                name: root.open ? "chevronDown" : "chevronRight"
                color: Theme.colors.text2
            }
            TapHandler { onTapped: root.foldToggled() }
        }
        Words {
            x: 40 + root.depth * 18
            width: Math.max(30, root.nameWidth - x)
            height: parent.height
            text: root.shownName
            elide: Text.ElideRight
            font: root.place === FieldModel.Property || root.place === FieldModel.Definition ? Theme.codeFont : Theme.uiFont
            color: root.place === FieldModel.Property || root.place === FieldModel.Definition ? Theme.colors.text : Theme.colors.text2
        }
        Words {
            x: root.nameWidth + 8
            width: root.typeWidth - 8
            height: parent.height
            text: root.shownType
            elide: Text.ElideRight
            color: Theme.colors.text2
        }
        Words {
            x: root.nameWidth + root.typeWidth + 8
            width: end.x - x - 8
            height: parent.height
            text: root.description !== "" ? root.description : root.detail
            elide: Text.ElideRight
            color: Theme.colors.text3
        }
        Row {
            id: end
            anchors.right: parent.right
            anchors.rightMargin: 10
            height: parent.height
            spacing: 8
            Icon {
                anchors.verticalCenter: parent.verticalCenter
                width: 14
                height: 14
                visible: root.finding !== ""
                name: "warn"
                color: Theme.colors.careful
            }
            Icon {
                anchors.verticalCenter: parent.verticalCenter
                width: 14
                height: 14
                visible: root.kept.length > 0
                name: "code"
                color: Theme.colors.text3
            }
            Words {
                height: parent.height
                visible: root.place === FieldModel.Property
                text: root.mandatory ? qsTr("Required") : qsTr("Optional")
                font: Theme.smallFont
                color: root.mandatory ? Theme.colors.text2 : Theme.colors.text3
            }
            Words {
                height: parent.height
                visible: root.place === FieldModel.Definition
                text: qsTr("Definition")
                font: Theme.smallFont
                color: Theme.colors.text3
            }
        }
    }
    Tip {
        shown: root.hovered && (root.finding !== "" || root.kept.length > 0)
        text: root.finding !== "" ? root.finding : qsTr("Kept as it is: %1").arg(Array.from(root.kept).join(", "))
    }
}
