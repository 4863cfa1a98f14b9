pragma Singleton
import QtQuick

// Colours, type and measures that all controls share. The window sets the inputs from the preferences;
// everything else follows from them. Sizes are logical pixels at a zoom of 1.
QtObject {
    id: root

    property bool dark: false
    property bool contrast: false ///< high contrast
    property bool chinese: false
    property bool reduceMotion: false
    property real zoom: 1
    property int readingSize: 16

    readonly property ColorSet light: LightColors {}
    readonly property ColorSet night: DarkColors {}
    readonly property ColorSet highLight: HighLightColors {}
    readonly property ColorSet highNight: HighDarkColors {}
    readonly property ColorSet colors: root.contrast ? (root.dark ? root.highNight : root.highLight)
                                     : root.dark ? root.night : root.light
    readonly property int ring: root.contrast ? 3 : 2 ///< of keyboard focus

    // Native glyphs are bitmaps of one size; outlines stay sharp when they are scaled.
    readonly property int renderType: root.zoom === 1 ? Text.NativeRendering : Text.QtRendering

    readonly property string textFamily: "Inter"
    // Ligatures would hide what was written (!=, ->), and Qt 6.4 cannot switch them off.
    readonly property string codeFamily: Array.from(Qt.fontFamilies()).includes("JetBrains Mono NL") ? "JetBrains Mono NL" : "Hack"

    readonly property font readingFont: root.make(root.readingSize, Font.Normal)
    readonly property font thinkingFont: root.make(root.readingSize - 2, Font.Normal)
    readonly property font tableFont: root.make(root.readingSize - 1, Font.Normal)
    readonly property font tableHeadFont: root.make(root.readingSize - 2, Font.DemiBold)
    readonly property font headlineFont: root.make(28, Font.DemiBold, -0.3)
    readonly property font titleFont: root.make(14, Font.DemiBold)
    readonly property font uiFont: root.make(13, Font.Normal)
    readonly property font labelFont: root.make(13, Font.Medium)
    readonly property font smallFont: root.make(12, Font.Normal)
    readonly property font smallLabelFont: root.make(12, Font.Medium)
    readonly property font codeFont: Qt.font({
        family: root.codeFamily, pixelSize: 13, hintingPreference: Font.PreferNoHinting
    })

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
        return root.make(root.readingSize + (level === 1 ? 6 : level === 2 ? 4 : 0), Font.DemiBold);
    }
    function headingLine(level: int): int {
        return root.readingSize + (level === 1 ? 16 : level === 2 ? 14 : 10);
    }
    function make(size: int, weight: int, spacing: real): font {
        return Qt.font({
            family: root.textFamily, pixelSize: size, weight: weight, letterSpacing: spacing || 0,
            hintingPreference: Font.PreferNoHinting
        });
    }
}
