import QtQuick
import Hadal.Controls
import Hadal.Endpoints

// Which model answers: this computer's, or an endpoint's.
Menu {
    id: root

    required property EndpointDesk desk

    signal endpointsWanted

    width: 260

    MenuRow {
        iconName: root.desk.current === "" ? "check" : "chip"
        text: root.desk.localName
        keys: qsTr("This computer")
        onTriggered: root.desk.choose("")
    }
    Instantiator {
        model: root.desk
        delegate: MenuRow {
            id: row
            required property string endpoint
            required property bool chosen
            iconName: row.chosen ? "check" : "globe"
            text: row.endpoint
            onTriggered: root.desk.choose(row.endpoint)
        }
        onObjectAdded: (index, object) => root.insertItem(index + 1, object as MenuRow)
        onObjectRemoved: (index, object) => root.removeItem(object as MenuRow)
    }
    MenuRow {
        iconName: "sliders"
        text: qsTr("Endpoints…")
        onTriggered: root.endpointsWanted()
    }
}
