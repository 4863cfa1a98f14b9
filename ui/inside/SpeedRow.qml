import QtQuick
import Hadal.Controls
import Hadal.Inside
import Hadal.Theme

// One line over time: what it is, what it is now; or the same in numbers.
Column {
    id: root

    required property string name
    required property list<real> values
    property bool table: false
    property real unit: 1        ///< of which the values are told
    property int digits: 0       ///< behind the point
    property string unitName: "%1"

    readonly property string now: root.told(root.values.length > 0 ? root.values[root.values.length - 1] : 0)

    function told(value: real): string {
        return root.unitName.arg((value / root.unit).toFixed(root.digits));
    }
    function summary(): string {
        let least = Infinity, most = 0, sum = 0;
        for (const value of root.values) {
            least = Math.min(least, value);
            most = Math.max(most, value);
            sum += value;
        }
        return root.values.length === 0 ? ""
             : qsTr("least %1, mean %2, most %3").arg(root.told(least)).arg(root.told(sum / root.values.length)).arg(root.told(most));
    }

    spacing: 4

    PartHead {
        width: parent.width
        name: ""
        note: ""
        implicitHeight: 20
        Words {
            height: parent.height
            text: root.name
            color: Theme.colors.text2
        }
        Words {
            anchors.right: parent.right
            height: parent.height
            text: root.now
            font: Theme.labelFont
        }
    }
    SpeedLine {
        width: parent.width
        height: 40
        visible: !root.table
        values: root.values
        color: Theme.colors.dataSystem
        ground: Theme.colors.line
        Accessible.role: Accessible.Graphic
        Accessible.name: root.name
        Accessible.description: root.summary()
    }
    Words {
        width: parent.width
        visible: root.table
        text: root.summary()
        font: Theme.smallFont
        color: Theme.colors.text2
        Accessible.role: Accessible.StaticText
        Accessible.name: qsTr("%1: %2").arg(root.name).arg(text)
    }
}
