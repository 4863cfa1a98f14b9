import QtQuick
import Hadal.Controls
import Hadal.Theme

// An icon that stays sharp at every zoom.
IconPicture {
    zoom: Theme.zoom
}
