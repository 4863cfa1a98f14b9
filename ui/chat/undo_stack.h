// What can be taken back.
#pragma once

#include <QObject>
#include <QtQml/qqmlregistration.h>

#include <functional>
#include <vector>

namespace hadal::ui {

/// Every act that loses something comes here with the way back; there is no question before it.
class UndoStack : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by Workspace.")
    Q_PROPERTY(bool empty READ empty NOTIFY changed)

  public:
    using QObject::QObject;

    bool empty() const { return acts_.empty(); }
    /// `what` says in a few words what was done.
    void done(const QString& what, std::function<void()> back);
    /// The same for an act whose outcome is in sight: it is not told of.
    void note(std::function<void()> back);
    /// Takes the last act back.
    Q_INVOKABLE void undo();

  signals:
    void changed();
    void happened(const QString& what);

  private:
    std::vector<std::function<void()>> acts_;
};

} // namespace hadal::ui
