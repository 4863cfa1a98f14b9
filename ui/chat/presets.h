// Settings of chats under a name, as plain JSON files.
#pragma once

#include "ui/chat/chat_settings.h"

#include <QFileSystemWatcher>
#include <QObject>
#include <QStringList>

namespace hadal::ui {

/// One file a preset, NAME.json in a folder of its own, so that they can be read, edited and passed on. Files
/// that appear or go are noticed.
class Presets : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by Workspace.")
    Q_PROPERTY(QStringList names READ names NOTIFY namesChanged) ///< in the order of the alphabet
    Q_PROPERTY(QString folder READ folder CONSTANT)

  public:
    /// `folder` is made with the first preset.
    explicit Presets(const QString& folder, QObject* parent = nullptr);

    QStringList names() const { return names_; }
    QString folder() const { return folder_; }

    /// Each returns what went wrong, empty for nothing.
    Q_INVOKABLE QString apply(const QString& name, hadal::ui::ChatSettings* settings) const;
    /// Replaces one with that name.
    Q_INVOKABLE QString save(const QString& name, hadal::ui::ChatSettings* settings);
    /// Deletes a preset; `text` gets what undo() takes.
    QString remove(const QString& name, QByteArray& text);
    QString write(const QString& name, const QByteArray& text);

  signals:
    void namesChanged();

  private:
    void read();
    QString path(const QString& name) const;

    QString folder_;
    QStringList names_;
    QFileSystemWatcher watcher_;
};

} // namespace hadal::ui
