import QtQuick
import Hadal.Markdown
import Hadal.Theme

// A displayed formula, centred. One that is wider than the column is drawn a little smaller, and then scrolls
// sideways. What cannot be drawn is shown as its source.
Item {
    id: root

    required property string source
    property color color: Theme.colors.text
    property PassageMarks marks: null ///< under it; null: none
    property string message: ""       ///< by which the marks know it
    property bool reasoning: false
    property int row: 0

    implicitHeight: picture.drawn ? view.height + 4 : text.implicitHeight
    Accessible.role: Accessible.Graphic
    Accessible.name: qsTr("Formula: %1").arg(root.source)

    Loader {
        id: passages
        active: root.message !== "" && (root.marks?.active ?? false)
        anchors.fill: view
        sourceComponent: Rectangle {
            readonly property color heat: ground.level > 0 ? Theme.colors.heat[ground.level - 1] : "transparent"
            radius: Theme.radiusControl
            color: Theme.contrast ? "transparent" : ground.level === 0 ? Theme.colors.accentSoft : heat
            border.width: Theme.contrast && ground.level >= 0 ? 2 : 0
            border.color: Theme.colors.accent

            PassageGround {
                id: ground
                marks: root.marks
                message: root.message
                reasoning: root.reasoning
                row: root.row
            }
            TapHandler { onTapped: ground.press(picture) }
        }
    }
    SidewaysView {
        id: view
        y: 2
        visible: picture.drawn
        width: root.width
        height: picture.height
        contentWidth: Math.max(width, picture.width)

        FormulaPicture {
            id: picture
            x: Math.round(Math.max(0, (view.width - width) / 2))
            source: root.source
            size: Theme.readingSize * Theme.displayScale
            room: root.width
            color: root.color
            zoom: Theme.zoom
        }
    }
    FormulaSource {
        id: text
        visible: !picture.drawn
        width: root.width
        source: root.source
    }
}
