// What the QML tests need from C++.
#pragma once

#include "tests/ui/fixture.h"

#include <QInputMethodEvent>
#include <QQuickItem>
#include <QQuickWindow>

namespace hadal::ui::test {

/// The workspace of the tests, and synthetic events of an input method.
class QmlFixture : public QObject {
    Q_OBJECT
    Q_PROPERTY(hadal::ui::Workspace* workspace READ workspace CONSTANT)

  public:
    QmlFixture() { fixture_.load(); }
    Workspace* workspace() const { return fixture_.workspace.get(); }

    /// The item with keyboard focus in the window of `item`.
    Q_INVOKABLE QQuickItem* focusItem(QQuickItem* item) const { return item->window()->activeFocusItem(); }

    Q_INVOKABLE void preedit(QQuickItem* item, const QString& text) const {
        QInputMethodEvent event(text, {{QInputMethodEvent::Cursor, int(text.size()), 1, {}}});
        QCoreApplication::sendEvent(item, &event);
    }
    Q_INVOKABLE void commit(QQuickItem* item, const QString& text) const {
        QInputMethodEvent event;
        event.setCommitString(text);
        QCoreApplication::sendEvent(item, &event);
    }

  private:
    Fixture fixture_;
};

} // namespace hadal::ui::test
