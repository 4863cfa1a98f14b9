import QtQuick
import QtQuick.Window

// Scrolls so that the control with keyboard focus is in sight, in its view and in those within it.
Item {
    id: root

    required property Flickable view

    function scroll(view: Flickable, item: Item) {
        const top = item.mapToItem(view.contentItem, 0, 0).y;
        const height = Math.min(item.height, view.height - 32);
        const most = Math.max(0, view.contentHeight - view.height);
        if (top - 28 < view.contentY)
            view.contentY = Math.max(0, top - 28);
        else if (top + height + 16 > view.contentY + view.height)
            view.contentY = Math.min(most, top + height + 16 - view.height);
    }
    function follow() {
        const item = root.Window.activeFocusItem;
        const views = [];
        for (let above = item; above && above !== root.view; above = above.parent) {
            // An editor and a list see to it themselves.
            if (above instanceof Flickable && !(above instanceof ListView) && item.height < above.height)
                views.push(above);
            if (above.parent === root.view)
                views.push(root.view);
        }
        if (views[views.length - 1] === root.view)
            views.forEach((view) => root.scroll(view, item));
    }

    visible: false
    Window.onActiveFocusItemChanged: root.follow()
}
