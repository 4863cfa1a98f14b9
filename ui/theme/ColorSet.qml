import QtQuick

// Every colour of one scheme by its role. All are required: a scheme that forgets one does not load.
// No name may begin with "on" and a capital, or QML takes it for a signal handler.
QtObject {
    required property color window
    required property color surface
    required property color sunken
    required property color turn
    required property color raised
    required property color hover
    required property color pressed
    required property color selected
    required property color line
    required property color edge
    required property color segments
    required property color segmentOn
    required property color popoverEdge
    required property color shadow
    required property color scrim
    required property color text
    required property color text2
    required property color text3
    required property color off
    required property color accent
    required property color accentHover
    required property color accentPressed
    required property color accentText
    required property color accentSoft
    required property color good
    required property color careful
    required property color carefulSoft
    required property color wrong
    required property color wrongSoft
    required property color toast
    required property color toastText
    required property color toastAction
    required property color track
    required property color codeKeyword
    required property color codeType
    required property color codeString
    required property color codeNumber
    required property color codeFunction
    required property color codeComment
    required property color dataSystem
    required property color dataTools
    required property color dataHistory
    required property color dataThinking
    required property color dataDraft
    required property color dataReserve
    required property list<color> heat ///< four grounds behind text, from weak to strong
}
