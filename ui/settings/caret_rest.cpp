#include "ui/settings/caret_rest.h"

#include <QEvent>
#include <QGuiApplication>
#include <QStyleHints>

namespace hadal::ui {

CaretRest::CaretRest(std::chrono::milliseconds after, QObject* parent)
    : QObject(parent), flash_(QGuiApplication::styleHints()->cursorFlashTime()) {
    if (flash_ <= 0)
        return; // the desktop wants no blinking at all
    timer_.setSingleShot(true);
    timer_.setInterval(after);
    connect(&timer_, &QTimer::timeout, this, [] { QGuiApplication::styleHints()->setCursorFlashTime(0); });
    timer_.start();
    qApp->installEventFilter(this);
}

CaretRest::~CaretRest() {
    QGuiApplication::styleHints()->setCursorFlashTime(flash_);
}

bool CaretRest::eventFilter(QObject*, QEvent* event) {
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::MouseButtonPress:
    case QEvent::InputMethod:
    case QEvent::WindowActivate:
        QGuiApplication::styleHints()->setCursorFlashTime(flash_);
        timer_.start();
        break;
    default:
        break;
    }
    return false;
}

} // namespace hadal::ui
