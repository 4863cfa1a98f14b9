// What the QML tests need from C++.
#pragma once

#include "tests/ui/endpoint_fixture.h"
#include "tests/ui/fixture.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QInputMethodEvent>
#include <QMimeData>
#include <QQuickItem>
#include <QQuickWindow>

namespace hadal::ui::test {

/// The workspace of the tests, and synthetic events of an input method.
class QmlFixture : public QObject {
    Q_OBJECT
    Q_PROPERTY(hadal::ui::Workspace* workspace READ workspace CONSTANT)
    Q_PROPERTY(hadal::ui::ToolDesk* desk READ desk CONSTANT)
    Q_PROPERTY(hadal::ui::EndpointDesk* endpoints READ endpoints CONSTANT)
    Q_PROPERTY(QString endpointUrl READ endpointUrl CONSTANT) ///< of a server that answers

  public:
    explicit QmlFixture(QObject* parent) : QObject(parent) { fixture_.load(); }
    Workspace* workspace() const { return fixture_.workspace.get(); }
    ToolDesk* desk() const { return fixture_.desk.get(); }
    EndpointDesk* endpoints() { return &endpoints_.desk; }
    QString endpointUrl() const { return endpoints_.server.url(); }

    /// Of the turns of the chat that is shown.
    Q_INVOKABLE QString messageAt(int row) const {
        return workspace()->chat()->turns()->index(row).data(TurnModel::MessageIdRole).toString();
    }
    Q_INVOKABLE QString contentAt(int row) const {
        return workspace()->chat()->turns()->index(row).data(TurnModel::ContentRole).toString();
    }
    Q_INVOKABLE int toolRuns() const { return int(fixture_.runner.runs.size()); }

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

    /// The blocks of a Markdown text.
    Q_INVOKABLE hadal::ui::MessageBlocks* blocks(const QString& markdown) {
        auto* blocks = new MessageBlocks(this);
        blocks->append(markdown);
        return blocks;
    }
    Q_INVOKABLE void append(hadal::ui::MessageBlocks* blocks, const QString& markdown) const {
        blocks->append(markdown);
    }

    Q_INVOKABLE QString clipboardText() const { return QGuiApplication::clipboard()->text(); }
    Q_INVOKABLE QString clipboardHtml() const { return QGuiApplication::clipboard()->mimeData()->html(); }

  private:
    Fixture fixture_;
    EndpointFixture endpoints_;
};

} // namespace hadal::ui::test
