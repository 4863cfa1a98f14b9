import QtQuick
import Hadal.Theme

// Interface text: 13 / 20. Plain text always, so nothing that a person or a model wrote is read as markup.
Text {
    textFormat: Text.PlainText
    renderType: Theme.renderType
    font: Theme.uiFont
    color: Theme.colors.text
    // A single line is centred in its row as it is: a fixed height would set Chinese lower than the icons beside it.
    lineHeight: wrapMode === Text.NoWrap ? 1
              : font.pixelSize <= 12 ? 16 : font.pixelSize <= 13 ? 20 : Math.round(font.pixelSize * 1.625)
    lineHeightMode: wrapMode === Text.NoWrap ? Text.ProportionalHeight : Text.FixedHeight
    verticalAlignment: Text.AlignVCenter
}
