import QtQuick
import Hadal.Controls
import Hadal.Schema
import Hadal.Theme

// What the engine says of the schema: one line where all is well.
Item {
    id: root

    required property SchemaDocument document

    readonly property SchemaCheck check: root.document.check
    readonly property bool fine: root.document.readable && (root.check.verdict === SchemaCheck.Enforceable || root.check.verdict === SchemaCheck.Unknown)

    signal placeWanted(string pointer)

    function said(): string {
        if (!root.document.readable)
            return qsTr("Line %L1: %2").arg(root.document.problemLine).arg(root.document.problem);
        const pointer = root.check.pointerAt(0);
        const place = pointer === "" ? qsTr("the whole") : pointer.split("/").pop().replace(/~1/g, "/").replace(/~0/g, "~");
        const keyword = root.check.keywordAt(0);
        const line = root.document.lineOf(keyword === "" ? pointer : pointer + "/" + keyword);
        const words = qsTr("%1, line %L2: %3.").arg(place).arg(line).arg((keyword === "" ? "" : keyword + ": ") + root.check.reasonAt(0));
        return root.check.verdict === SchemaCheck.InPart ? words + " " + qsTr("It is checked after the answer instead.") : words;
    }

    implicitHeight: root.fine ? 28 : banner.implicitHeight

    Row {
        visible: root.fine
        height: 28
        spacing: 6
        Icon {
            anchors.verticalCenter: parent.verticalCenter
            width: 14
            height: 14
            name: root.check.verdict === SchemaCheck.Enforceable ? "check" : "clock"
            color: root.check.verdict === SchemaCheck.Enforceable ? Theme.colors.good : Theme.colors.text3
        }
        Words {
            height: 28
            text: root.check.verdict === SchemaCheck.Enforceable ? qsTr("Enforced while the model writes: %Ln rules", "", root.check.rules)
                                                                 : qsTr("Being checked")
            font: Theme.smallFont
            color: root.check.verdict === SchemaCheck.Enforceable ? Theme.colors.good : Theme.colors.text3
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
    }
    Banner {
        id: banner
        width: parent.width
        visible: !root.fine
        careful: root.document.readable && root.check.verdict === SchemaCheck.InPart
        title: !root.document.readable ? qsTr("The code cannot be read")
             : root.check.verdict === SchemaCheck.InPart ? qsTr("Enforced in part: %L1 of %Ln rules", "", root.check.rules).arg(Math.max(0, root.check.rules - root.check.count))
             : root.check.verdict === SchemaCheck.Invalid ? qsTr("This is no valid schema") : qsTr("Cannot be enforced")
        text: root.fine ? "" : root.said()
        action: qsTr("Show")
        onTriggered: root.placeWanted(root.document.readable ? root.check.pointerAt(0) : "")
    }
}
