// One window for one folder of chats.
#pragma once

#include <QLocalServer>
#include <QObject>

namespace hadal::ui {

/// The first program that is started with a folder holds its place; a second one asks it to come forward and
/// ends.
class SingleInstance : public QObject {
    Q_OBJECT

  public:
    explicit SingleInstance(const QString& folder, QObject* parent = nullptr);

    /// True where this is the first one. Otherwise the first one has been asked to show itself.
    bool claim();

  signals:
    /// Another one was started.
    void asked();

  private:
    QString name_;
    QLocalServer server_;
};

} // namespace hadal::ui
