#include "ui/appearance.h"

#include <QFont>
#include <QGuiApplication>
#include <QOpenGLContext>
#include <QQuickWindow>

namespace hadal::ui {

void setUpFonts() {
    QFont::insertSubstitution("Inter", "Noto Sans CJK SC");
    for (const char* code : {"JetBrains Mono NL", "Hack"})
        QFont::insertSubstitution(code, "Noto Sans Mono CJK SC");
    QFont font("Inter");
    font.setPixelSize(13);
    font.setHintingPreference(QFont::PreferNoHinting);
    QGuiApplication::setFont(font);
    QQuickWindow::setTextRenderType(QQuickWindow::NativeTextRendering);
}

void chooseRenderer() {
    if (qEnvironmentVariableIsSet("QT_QUICK_BACKEND"))
        return;
    if (QOpenGLContext context; !context.create())
        QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
}

} // namespace hadal::ui
