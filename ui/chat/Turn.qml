import QtQuick

// What both sides of a conversation have in common.
Column {
    property bool editing: false
}
