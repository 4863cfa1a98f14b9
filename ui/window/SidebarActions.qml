import QtQuick
import Hadal.Chat

// What the rows of the sidebar share: what they act on, and what is going on among them.
QtObject {
    required property Workspace workspace
    readonly property SidebarModel rows: workspace.sidebar
    property string renaming: "" ///< the row whose title is being typed
    property string dragged: ""  ///< the conversation under the pointer

    signal chosen(string conversation)
    signal newChat(string folder)
    signal exportWanted(var chats, string folder)
    signal focusWanted
}
