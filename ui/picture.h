// A picture of the window.
#pragma once

#include <QQuickWindow>

namespace hadal::ui {

class Workspace;

/// Saves the window to `file` once the model is loaded (or has failed to), nothing is being answered and a
/// moment has passed; then ends the program, with exit code 1 where the file cannot be written. `inside`:
/// words of the last answer that it looks into before; empty: none.
void savePictureAtRest(QQuickWindow* window, Workspace* workspace, const QString& file,
                       const QString& inside);

} // namespace hadal::ui
