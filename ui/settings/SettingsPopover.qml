import QtQuick
import Hadal.Controls
import Hadal.Settings
import Hadal.Theme

// How the window looks and speaks.
Popover {
    id: root

    required property Preferences preferences

    radius: Theme.radiusComposer
    padding: 16

    contentItem: Column {
        spacing: 16

        Choice {
            name: qsTr("Theme")
            Segments {
                name: qsTr("Theme")
                choices: [qsTr("System"), qsTr("Light"), qsTr("Dark")]
                current: root.preferences.scheme
                onChosen: (index) => root.preferences.scheme = index
            }
        }
        Choice {
            name: qsTr("Language")
            Segments {
                name: qsTr("Language")
                choices: ["English", "简体中文", "繁體中文"]
                current: root.preferences.language === "en" ? 0 : root.preferences.language === "zh" ? 1 : 2
                onChosen: (index) => root.preferences.language = ["en", "zh", "zh_TW"][index]
            }
        }
        Choice {
            name: qsTr("Typeface")
            Select {
                width: 260
                name: qsTr("Typeface")
                choices: Array.from(Faces.text)
                current: Math.max(0, choices.indexOf(root.preferences.face))
                onChosen: (index) => root.preferences.face = index === 0 ? "" : choices[index]
            }
        }
        Choice {
            name: qsTr("Typeface of code")
            Select {
                width: 260
                name: qsTr("Typeface of code")
                choices: Array.from(Faces.code)
                current: Math.max(0, choices.indexOf(root.preferences.codeFace))
                onChosen: (index) => root.preferences.codeFace = index === 0 ? "" : choices[index]
            }
        }
        Row {
            spacing: 24
            Choice {
                name: qsTr("Text size")
                Stepper {
                    name: qsTr("Text size")
                    value: qsTr("%1 px").arg(root.preferences.readingSize)
                    canLower: root.preferences.readingSize > 14
                    canRaise: root.preferences.readingSize < 22
                    onLowered: root.preferences.readingSize -= 1
                    onRaised: root.preferences.readingSize += 1
                }
            }
            Choice {
                name: qsTr("Zoom")
                Stepper {
                    name: qsTr("Zoom")
                    value: qsTr("%1 %").arg(Math.round(root.preferences.zoom * 100))
                    canLower: root.preferences.zoom > 0.8
                    canRaise: root.preferences.zoom < 2
                    onLowered: root.preferences.zoom -= 0.1
                    onRaised: root.preferences.zoom += 0.1
                }
            }
        }
        Row {
            spacing: 24
            Choice {
                name: qsTr("Contrast")
                Segments {
                    name: qsTr("Contrast")
                    choices: [qsTr("Normal"), qsTr("High")]
                    current: root.preferences.contrast ? 1 : 0
                    onChosen: (index) => root.preferences.contrast = index === 1
                }
            }
            Choice {
                name: qsTr("Motion")
                Segments {
                    name: qsTr("Motion")
                    choices: [qsTr("Normal"), qsTr("Reduced")]
                    current: root.preferences.reduceMotion ? 1 : 0
                    onChosen: (index) => root.preferences.reduceMotion = index === 1
                }
            }
        }
    }
}
