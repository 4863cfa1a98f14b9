import QtQuick

// A sheet that is built when it is first wanted: most starts of the program want none.
Loader {
    id: root

    function ready(): QtObject {
        root.active = true;
        return root.item;
    }

    active: false
}
