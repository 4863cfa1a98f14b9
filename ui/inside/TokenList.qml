import QtQuick
import Hadal.Controls
import Hadal.Inside
import Hadal.Theme

// What the token could have been; an answer can go on from another one.
FocusScope {
    id: root

    required property Inside inside
    property int current: -1 ///< row that is highlighted

    readonly property bool usable: root.current >= 0 && ((rows.itemAt(root.current) as TokenRow)?.enabled ?? false)

    readonly property alias hovered: hover.hovered

    signal closed
    signal pointerGone

    function begin(takesFocus: bool) {
        root.current = -1;
        root.move(1);
        if (takesFocus)
            root.forceActiveFocus(Qt.TabFocusReason);
    }
    HoverHandler {
        id: hover
        onHoveredChanged: if (!hover.hovered) root.pointerGone()
    }
    function move(step: int) {
        for (let i = root.current + step; i >= 0 && i < rows.count; i += step) {
            if ((rows.itemAt(i) as TokenRow).enabled) {
                root.current = i;
                return;
            }
        }
    }
    function goOn(row: int) {
        if (row < 0 || !(rows.itemAt(row) as TokenRow).enabled)
            return;
        root.inside.goOn(row);
        root.closed();
    }

    implicitWidth: 320
    implicitHeight: column.height
    Accessible.role: Accessible.List
    Accessible.name: qsTr("What it could have been")
    Keys.onUpPressed: root.move(-1)
    Keys.onDownPressed: root.move(1)
    Keys.onReturnPressed: root.goOn(root.current)
    Keys.onEnterPressed: root.goOn(root.current)

    Column {
        id: column
        width: parent.width

        Item {
            width: parent.width
            height: 32
            Words {
                x: 4
                height: parent.height
                text: qsTr("What it could have been")
                font: Theme.titleFont
            }
            Words {
                anchors.right: parent.right
                anchors.rightMargin: 4
                height: parent.height
                text: qsTr("%1 bits of surprise").arg(root.inside.surprise.toFixed(2))
                font: Theme.smallFont
                color: Theme.colors.text3
            }
        }
        Repeater {
            id: rows
            model: root.inside.alternatives
            TokenRow {
                required property bool usable
                required property int index
                width: column.width
                enabled: usable
                current: root.current === index
                onClicked: root.goOn(index)
            }
        }
        TokenRow {
            width: column.width
            enabled: false
            chosen: false
            token: qsTr("other")
            share: root.inside.alternatives.others
        }
        Line {
            x: -8
            width: parent.width + 16
            height: Theme.hairline
            color: Theme.colors.line
        }
        Item {
            width: parent.width
            height: 36
            Icon {
                x: 4
                anchors.verticalCenter: parent.verticalCenter
                width: 14
                height: 14
                name: "branch"
                color: root.usable ? Theme.colors.accent : Theme.colors.off
            }
            Words {
                x: 26
                width: parent.width - 30
                height: parent.height
                elide: Text.ElideRight
                color: root.usable ? Theme.colors.accent : Theme.colors.text3
                text: root.usable ? qsTr("Enter goes on with “%1” as a new version").arg((rows.itemAt(root.current) as TokenRow)?.token ?? "")
                                  : qsTr("No other word was likely")
            }
        }
    }
}
