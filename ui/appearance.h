// What must be set before the first window: fonts and the renderer.
#pragma once

namespace hadal::ui {

/// Pairs the Latin faces with Chinese ones, so that Han shapes are Chinese whatever the system prefers, and
/// sets how text is drawn. After the application object.
void setUpFonts();

/// Draws without a GPU where there is no OpenGL. After the application object, before the first window.
void chooseRenderer();

} // namespace hadal::ui
