import QtQuick
import Hadal.Chat
import Hadal.Controls
import Hadal.Theme

// Finds everything: what can be done, chats by their titles, messages by their words.
Sheet {
    id: root

    required property Workspace workspace
    required property Commands commands

    readonly property SearchForm form: root.contentItem as SearchForm

    signal command(string act)

    width: Math.min(680, (root.parent?.width ?? 680) / Theme.zoom - 40)
    height: Math.min(560, (root.parent?.height ?? 560) / Theme.zoom - 60)
    closeButton: false
    padding: 0
    onAboutToShow: {
        root.commands.fill(root.workspace.search);
        root.form.begin(); // before a key can be typed
    }
    onOpened: root.form.takeFocus()

    contentItem: SearchForm {
        workspace: root.workspace
        onChosen: (kind, id, message) => {
            root.before = null; // what is chosen says where the focus goes
            root.close();
            if (kind === SearchModel.CommandKind)
                root.command(id);
            else if (kind === SearchModel.ChatKind)
                root.workspace.open(id);
            else
                root.workspace.openMessage(id, message);
        }
    }
}
