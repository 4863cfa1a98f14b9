#include "ui/settings/preferences.h"

#include <QFileInfo>
#include <QGuiApplication>
#include <QLocale>
#include <QScreen>

#include <algorithm>
#include <cmath>

namespace hadal::ui {

Preferences::Preferences(const QString& file, QObject* parent)
    : QObject(parent), settings_(file, QSettings::IniFormat) {
    connect(this, &Preferences::schemeChanged, this, &Preferences::darkChanged);
    connect(this, &Preferences::systemDarkChanged, this, &Preferences::darkChanged);
}

QVariant Preferences::value(const QString& name, const QVariant& otherwise) const {
    return overrides_.contains(name) ? overrides_.value(name) : settings_.value(name, otherwise);
}

void Preferences::write(const QString& name, const QVariant& value) {
    overrides_.remove(name);
    settings_.setValue(name, value);
}

Preferences::Scheme Preferences::scheme() const {
    const QString name = value("theme").toString();
    return name == "light" ? Light : name == "dark" ? Dark : System;
}

QString Preferences::language() const {
    const QString chosen = value("language").toString();
    if (chosen == "en" || chosen == "zh" || chosen == "zh_TW")
        return chosen;
    const QLocale system = QLocale::system();
    if (system.language() != QLocale::Chinese)
        return "en";
    return system.script() == QLocale::TraditionalHanScript ? "zh_TW" : "zh";
}

double Preferences::zoom() const {
    return std::clamp(value("zoom", 1.0).toDouble(), 0.8, 2.0);
}

int Preferences::readingSize() const {
    return std::clamp(value("readingSize", 16).toInt(), 14, 22);
}

QString Preferences::face() const {
    return value("face").toString();
}

QString Preferences::codeFace() const {
    return value("codeFace").toString();
}

int Preferences::sidebarWidth() const {
    return std::clamp(value("sidebarWidth", 264).toInt(), 220, 360);
}

bool Preferences::insideShown() const {
    return value("insideShown", false).toBool();
}

bool Preferences::sidebarShown() const {
    return value("sidebarShown", true).toBool();
}

bool Preferences::reduceMotion() const {
    return value("reduceMotion", false).toBool();
}

void Preferences::setScheme(Scheme scheme) {
    if (scheme == this->scheme())
        return;
    write("theme", scheme == Light ? "light" : scheme == Dark ? "dark" : "system");
    emit schemeChanged();
}

void Preferences::setLanguage(const QString& language) {
    if (language == this->language())
        return;
    write("language", language);
    emit languageChanged();
}

void Preferences::setZoom(double zoom) {
    write("zoom", std::round(std::clamp(zoom, 0.8, 2.0) * 10) / 10); // steps of 0.1 add up to no whole 1
    emit zoomChanged();
}

void Preferences::setReadingSize(int size) {
    write("readingSize", std::clamp(size, 14, 22));
    emit readingSizeChanged();
}

void Preferences::setFace(const QString& face) {
    write("face", face);
    emit faceChanged();
}

void Preferences::setCodeFace(const QString& face) {
    write("codeFace", face);
    emit faceChanged();
}

void Preferences::setSidebarWidth(int width) {
    write("sidebarWidth", std::clamp(width, 220, 360));
    emit sidebarWidthChanged();
}

void Preferences::setSidebarShown(bool shown) {
    write("sidebarShown", shown);
    emit sidebarShownChanged();
}

void Preferences::setInsideShown(bool shown) {
    write("insideShown", shown);
    emit insideShownChanged();
}

void Preferences::setReduceMotion(bool reduce) {
    write("reduceMotion", reduce);
    emit reduceMotionChanged();
}

QRect Preferences::windowArea() const {
    return value("windowArea").toRect();
}

bool Preferences::maximized() const {
    return value("maximized", false).toBool();
}

QUrl Preferences::folder() const {
    return QUrl::fromLocalFile(QFileInfo(settings_.fileName()).absolutePath());
}

/// A window that would be on no screen is forgotten, so it can always be seen.
void Preferences::setWindowArea(const QRect& area) {
    const bool seen = std::any_of(QGuiApplication::screens().cbegin(), QGuiApplication::screens().cend(),
                                  [&](const QScreen* screen) { return screen->geometry().intersects(area); });
    write("windowArea", seen ? area : QRect());
    emit windowChanged();
}

void Preferences::setMaximized(bool maximized) {
    write("maximized", maximized);
    emit windowChanged();
}

QString Preferences::endpoint() const {
    return value("endpoint").toString();
}

void Preferences::setEndpoint(const QString& endpoint) {
    write("endpoint", endpoint);
    emit endpointChanged();
}

bool Preferences::contrast() const {
    return value("contrast", false).toBool();
}

void Preferences::setContrast(bool contrast) {
    write("contrast", contrast);
    emit contrastChanged();
}

void Preferences::setSystemDark(bool dark) {
    if (dark == systemDark_)
        return;
    systemDark_ = dark;
    emit systemDarkChanged();
}

} // namespace hadal::ui
