import QtQuick
import QtQuick.Window
import Hadal.Settings

// Where the window lay when it was closed, kept for the next start.
QtObject {
    id: root

    required property Window window
    required property Preferences preferences

    function restore() {
        const area = root.preferences.windowArea;
        if (area.width > 0) {
            root.window.x = area.x;
            root.window.y = area.y;
            root.window.width = area.width;
            root.window.height = area.height;
        }
        root.window.visibility = root.preferences.maximized ? Window.Maximized : Window.Windowed;
    }
    function keep() {
        root.preferences.maximized = root.window.visibility === Window.Maximized;
        if (root.window.visibility === Window.Windowed)
            root.preferences.windowArea = Qt.rect(root.window.x, root.window.y, root.window.width, root.window.height);
    }
}
