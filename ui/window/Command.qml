import QtQuick

// One thing that can be done.
QtObject {
    required property string name
    property string act: "" ///< what Main runs
    property string keys: "" ///< as Qt reads them; empty: only in the palette
    property string iconName: "terminal"
}
