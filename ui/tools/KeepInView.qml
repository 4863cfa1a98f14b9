import QtQuick
import QtQuick.Window

// Scrolls so that the control with keyboard focus is in sight.
Item {
    id: root

    required property Flickable view

    function follow() {
        const item = root.Window.activeFocusItem;
        let above = item;
        while (above && above !== root.view.contentItem)
            above = above.parent;
        if (!above)
            return;
        const top = item.mapToItem(root.view.contentItem, 0, 0).y;
        const height = Math.min(item.height, root.view.height - 32);
        const most = Math.max(0, root.view.contentHeight - root.view.height);
        if (top - 28 < root.view.contentY)
            root.view.contentY = Math.max(0, top - 28);
        else if (top + height + 16 > root.view.contentY + root.view.height)
            root.view.contentY = Math.min(most, top + height + 16 - root.view.height);
    }

    visible: false
    Window.onActiveFocusItemChanged: root.follow()
}
