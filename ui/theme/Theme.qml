pragma Singleton
import QtQuick
import Hadal.Theme

// Colours, type and measures that all controls share. The window sets the inputs from the preferences;
// everything else follows from them. Sizes are logical pixels at a zoom of 1.
QtObject {
    id: root

    property bool dark: false
    property bool contrast: false ///< high contrast
    property string language: "en" ///< of the interface; Han shapes follow it
    property string face: ""     ///< to read in; empty: Hadal's own
    property string codeFace: "" ///< of code; empty: Hadal's own
    property bool reduceMotion: false
    property real zoom: 1
    property int readingSize: 16

    readonly property ColorSet light: LightColors {}
    readonly property ColorSet night: DarkColors {}
    readonly property ColorSet highLight: HighLightColors {}
    readonly property ColorSet highNight: HighDarkColors {}
    readonly property ColorSet colors: root.contrast ? (root.dark ? root.highNight : root.highLight)
                                     : root.dark ? root.night : root.light
    readonly property real hairline: Math.max(1, Math.round(root.zoom)) / root.zoom ///< whole pixels of the screen
    readonly property int ring: root.contrast ? 3 : 2 ///< of keyboard focus

    // Native glyphs are bitmaps of one size; outlines stay sharp when they are scaled.
    readonly property int renderType: root.zoom === 1 ? Text.NativeRendering : Text.QtRendering

    readonly property font readingFont: root.reading(root.readingSize, Font.Normal)
    readonly property font thinkingFont: root.reading(root.readingSize - 2, Font.Normal)
    readonly property font tableFont: root.reading(root.readingSize - 1, Font.Normal)
    readonly property font tableHeadFont: root.reading(root.readingSize - 2, Font.DemiBold)
    readonly property font headlineFont: root.make(28, Font.DemiBold, -0.3)
    readonly property font titleFont: root.make(14, Font.DemiBold)
    readonly property font uiFont: root.make(13, Font.Normal)
    readonly property font labelFont: root.make(13, Font.Medium)
    readonly property font smallFont: root.make(12, Font.Normal)
    readonly property font smallLabelFont: root.make(12, Font.Medium)
    readonly property font codeFont: Faces.codeFont(root.codeFace, root.language, 13)

    readonly property int readingLine: Math.round(root.readingSize * 1.625)
    readonly property int readingLineHan: Math.round(root.readingSize * 1.75)
    readonly property real formulaScale: 17 / 16 ///< of formulas in running text, to the text
    readonly property real displayScale: 21 / 16
    readonly property int column: root.readingSize * 40
    readonly property int overhang: 16

    readonly property int radiusControl: 6
    readonly property int radiusCard: 8
    readonly property int radiusComposer: 10
    readonly property int radiusDialog: 12

    readonly property int fade: root.reduceMotion ? 0 : 100
    readonly property int unhover: root.reduceMotion ? 0 : 80
    readonly property int fold: root.reduceMotion ? 0 : 140
    readonly property int slide: root.reduceMotion ? 0 : 160

    function headingFont(level: int): font {
        return root.reading(root.readingSize + (level === 1 ? 6 : level === 2 ? 4 : 0), Font.DemiBold);
    }
    function headingLine(level: int): int {
        return root.readingSize + (level === 1 ? 16 : level === 2 ? 14 : 10);
    }
    function reading(size: int, weight: int): font {
        return Faces.font(root.face, root.language, size, weight, 0);
    }
    function make(size: int, weight: int, spacing: real): font {
        return Faces.font("", root.language, size, weight, spacing || 0);
    }
}
