import QtQuick
import Hadal.Controls
import Hadal.Endpoints
import Hadal.Theme

// The endpoints over the window.
Sheet {
    id: root

    required property EndpointDesk desk

    title: qsTr("Endpoints")
    width: Math.min(880, (root.parent?.width ?? 880) / Theme.zoom - 40)
    height: Math.min(660, (root.parent?.height ?? 660) / Theme.zoom - 60)
    onOpened: (root.contentItem as EndpointsView).begin()

    contentItem: EndpointsView { desk: root.desk }
}
