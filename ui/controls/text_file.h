// Writes files for QML.
#pragma once

#include <QObject>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

class TextFile : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON

  public:
    using QObject::QObject;

    /// Writes UTF-8, whole or not at all. Returns what went wrong, empty for nothing.
    Q_INVOKABLE QString write(const QUrl& file, const QString& text) const;
};

} // namespace hadal::ui
