#include "ui/controls/announcer.h"

namespace hadal::ui {
namespace {

constexpr std::chrono::milliseconds kPause{400};

} // namespace

Announcer::Announcer(QQuickItem* parent) : QQuickItem(parent) {
    pause_.setSingleShot(true);
    pause_.setInterval(kPause);
    connect(&pause_, &QTimer::timeout, this, &Announcer::speak);
    QAccessible::installActivationObserver(this);
}

Announcer::~Announcer() {
    QAccessible::removeActivationObserver(this);
}

void Announcer::accessibilityActiveChanged(bool active) {
    heard_ = active;
    emit heardChanged();
}

void Announcer::say(const QString& text) {
    if (text.isEmpty() || !heard_)
        return;
    waiting_ += text;
    if (!pause_.isActive())
        speak();
}

void Announcer::speak() {
    if (waiting_.isEmpty())
        return;
    text_ = waiting_.join(' ');
    waiting_.clear();
    emit said();
    QAccessibleEvent shown(this, QAccessible::ObjectShow);
    QAccessible::updateAccessibility(&shown);
    pause_.start();
}

} // namespace hadal::ui
