import QtQuick
import Hadal.Controls
import Hadal.Schema
import Hadal.Theme

// Starts a schema from what is pasted.
Sheet {
    id: root

    required property SchemaDocument document

    title: qsTr("Start from JSON")
    width: Math.min(560, (root.parent?.width ?? 560) / Theme.zoom - 32)
    onOpened: ((root.contentItem as Loader).item as SampleForm).takeFocus()
    contentItem: Loader {
        active: root.visible
        sourceComponent: SampleForm {
            document: root.document
            onFinished: root.close()
        }
    }
}
