// What the clipboard holds, for QML.
#pragma once

#include <QObject>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

class Clipboard : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON

  public:
    using QObject::QObject;

    Q_INVOKABLE QString text() const;
    Q_INVOKABLE bool hasText() const;
    Q_INVOKABLE bool hasImage() const;
    Q_INVOKABLE bool hasFiles() const { return !files().isEmpty(); }
    /// Local files that were copied.
    Q_INVOKABLE QList<QUrl> files() const;
};

} // namespace hadal::ui
