// View models over a real store and a scripted model, and what one looks at in them.
#pragma once

#include "tests/ui/fixture.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

namespace hadal::ui::test {

inline QVariant at(const QAbstractItemModel* model, int row, int role) {
    return model->index(row, 0).data(role);
}

inline MessageBlocks* blocks(Chat* chat, int row) {
    return at(chat->turns(), row, TurnModel::BlocksRole).value<MessageBlocks*>();
}

/// The base of a test of chats; each test function has a workspace of its own.
class ChatTest : public QObject {
    Q_OBJECT

  protected:
    std::unique_ptr<Fixture> fixture;
    Workspace* workspace = nullptr;
    Chat* chat() const { return workspace->chat(); }
    QString messageAt(int row) const { return at(chat()->turns(), row, TurnModel::MessageIdRole).toString(); }
    bool answered() const {
        return QTest::qWaitFor([this] { return !chat()->answering(); }, 20000);
    }
    QString idOf(const QString& title) const {
        for (const auto& conversation : workspace->sidebar()->all())
            if (conversation.title == title)
                return conversation.id;
        return {};
    }
    void makeChats(const QStringList& titles) {
        for (const QString& title : titles) {
            workspace->newChat();
            chat()->send(title);
            QVERIFY(answered());
        }
    }

  protected slots:
    void init() {
        QTest::failOnWarning(QRegularExpression("."));
        fixture = std::make_unique<Fixture>();
        workspace = fixture->workspace.get();
        fixture->load();
    }
    void cleanup() { fixture.reset(); }
};

} // namespace hadal::ui::test
