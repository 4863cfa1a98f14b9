#include "app/conversations/chat_messages.h"
#include "app/conversations/message_tree.h"

#include "engine/chat/format.h"

#include <QTest>

using namespace hadal::conversations;
namespace chat = hadal::chat;

namespace {

Message node(const QString& id, const QString& parent) {
    Message message;
    message.id = id;
    message.parent = parent;
    message.content = "text of " + id;
    return message;
}

QStringList ids(const QList<Message>& messages) {
    QStringList list;
    for (const auto& message : messages)
        list.append(message.id);
    return list;
}

/// a ─ b ─ c, with b2 beside b, and c2, c3 beside c.
MessageTree forked() {
    return MessageTree(
        {node("a", ""), node("b", "a"), node("c", "b"), node("c2", "b"), node("b2", "a"), node("c3", "b")});
}

} // namespace

class MessageTreeTest : public QObject {
    Q_OBJECT

  private slots:
    void pathGoesFromTheFirstMessageToTheLeaf() {
        QCOMPARE(ids(forked().path("c2")), (QStringList{"a", "b", "c2"}));
        QCOMPARE(ids(forked().path("b2")), (QStringList{"a", "b2"}));
        QCOMPARE(forked().path("unknown").size(), 0);
        QCOMPARE(MessageTree().path("").size(), 0);
    }

    void versionsShareAParentOldestFirst() {
        QCOMPARE(forked().versions("c3"), (QList<QString>{"c", "c2", "c3"}));
        QCOMPARE(forked().versions("b"), (QList<QString>{"b", "b2"}));
        QCOMPARE(forked().versions("a"), (QList<QString>{"a"}));
        QCOMPARE(forked().versions("unknown").size(), 0);
    }

    void newestLeafFollowsTheNewestChild() {
        QCOMPARE(forked().newestLeaf("b"), QString("c3"));
        QCOMPARE(forked().newestLeaf("a"), QString("b2"));
        QCOMPARE(forked().newestLeaf("c"), QString("c"));
        QCOMPARE(forked().newestLeaf("unknown"), QString());
    }

    void putReplacesAndMoves() {
        auto tree = forked();
        auto changed = node("b2", "a");
        changed.content = "new text";
        tree.put(changed);
        QCOMPARE(tree.message("b2").content, QString("new text"));
        QCOMPARE(tree.versions("b"), (QList<QString>{"b", "b2"}));
        tree.put(node("c3", "b2"));
        QCOMPARE(tree.versions("c"), (QList<QString>{"c", "c2"}));
        QCOMPARE(ids(tree.path("c3")), (QStringList{"a", "b2", "c3"}));
    }

    void damagedLinksDoNotHang() {
        const MessageTree circle({node("x", "y"), node("y", "x")});
        QCOMPARE(circle.path("x").size(), 2);
        QVERIFY(!circle.newestLeaf("x").isEmpty());
        const MessageTree self({node("z", "z")});
        QCOMPARE(ids(self.path("z")), QStringList{"z"});
        QCOMPARE(self.newestLeaf("z"), QString("z"));
        const MessageTree orphan({node("child", "lost")});
        QCOMPARE(ids(orphan.path("child")), QStringList{"child"});
    }

    void pathBecomesARequest() {
        auto question = node("q", "");
        auto answer = node("a", "q");
        answer.role = Role::Assistant;
        answer.reasoning = "因为";
        answer.toolCalls = {QJsonObject{{"id", "call_1"}, {"name", "f"}, {"arguments", "{\"x\": 1}"}}};
        auto result = node("r", "a");
        result.role = Role::Tool;
        result.toolCallId = "call_1";
        auto empty = node("e", "r");
        empty.role = Role::Assistant;
        empty.content.clear();
        empty.state = MessageState::Failed;
        auto system = node("s", "");
        system.role = Role::System;

        const auto messages = chatMessages({system, question, answer, result, empty});
        QCOMPARE(messages.size(), std::size_t(4)); // the failed answer without a word is left out
        QVERIFY(messages[0].role == chat::Role::System);
        QVERIFY(messages[1].role == chat::Role::User);
        QVERIFY(!messages[1].reasoning_content);
        QCOMPARE(*messages[2].reasoning_content, std::string("因为"));
        QVERIFY(messages[2].tool_calls == (std::vector<chat::ToolCall>{{"call_1", "f", "{\"x\": 1}"}}));
        QVERIFY(messages[3].role == chat::Role::Tool);
        QCOMPARE(messages[3].tool_call_id, std::string("call_1"));
    }

    void callsThatAreNoneDoNotEndAConversation() {
        // What a model may write and what is left of one that failed within a call.
        auto answer = node("a", "q");
        answer.role = Role::Assistant;
        answer.content = "Look:";
        answer.toolCalls = {QJsonObject{{"id", "1"}, {"name", "f"}, {"arguments", "{\"n\": abc}"}},
                            QJsonObject{{"id", "2"}, {"name", "g"}, {"arguments", "{\"n\": 1}"}},
                            QJsonObject{{"id", "3"}, {"name", "h"}, {"arguments", "{\"n\": \"hal"}}};
        auto result = node("r", "a");
        result.role = Role::Tool;
        result.toolCallId = "1";
        auto kept = node("k", "r");
        kept.role = Role::Tool;
        kept.toolCallId = "2";
        const auto messages = chatMessages({node("q", ""), answer, result, kept, node("n", "k")});
        QCOMPARE(messages.size(), std::size_t(4));
        QCOMPARE(*messages[1].content, std::string("Look:\n\nf {\"n\": abc}\n\nh {\"n\": \"hal"));
        QVERIFY(messages[1].tool_calls == (std::vector<chat::ToolCall>{{"2", "g", "{\"n\": 1}"}}));
        QCOMPARE(messages[2].tool_call_id, std::string("2"));
        chat::PromptOptions options; // and the next question can be asked
        QVERIFY(!chat::format(chat::Family::V32).encode(messages, options).text().empty());
    }

    void callsThatDidNotRunGetAResultThatSaysSo() {
        auto answer = node("a", "q");
        answer.role = Role::Assistant;
        answer.content.clear();
        answer.toolCalls = {QJsonObject{{"id", "1"}, {"name", "f"}, {"arguments", "{}"}},
                            QJsonObject{{"id", "2"}, {"name", "f"}, {"arguments", "{}"}}};
        auto result = node("r", "a");
        result.role = Role::Tool;
        result.toolCallId = "1";
        const auto messages = chatMessages({node("q", ""), answer, result, node("n", "r")});
        QCOMPARE(messages.size(), std::size_t(5));
        QCOMPARE(messages[2].tool_call_id, std::string("1"));
        QVERIFY(messages[3].role == chat::Role::Tool);
        QCOMPARE(messages[3].tool_call_id, std::string("2"));
        QCOMPARE(*messages[3].content, std::string("This call was not run."));
        QVERIFY(messages[4].role == chat::Role::User);
        QVERIFY(!chat::format(chat::Family::V32).encode(messages, {}).text().empty());
    }

    void aCallThatWasChangedIsSentAsItRan() {
        auto answer = node("a", "q");
        answer.role = Role::Assistant;
        answer.toolCalls = {QJsonObject{{"id", "1"}, {"name", "f"}, {"arguments", "{\"n\": 1}"}},
                            QJsonObject{{"id", "2"}, {"name", "f"}, {"arguments", "{\"n\": 2}"}}};
        auto first = node("r", "a");
        first.role = Role::Tool;
        first.toolCallId = "1";
        auto second = node("s", "r");
        second.role = Role::Tool;
        second.toolCallId = "2";
        second.run = {{"arguments", "{\"n\": 7}"}};
        const auto messages = chatMessages({node("q", ""), answer, first, second});
        QVERIFY(messages[1].tool_calls ==
                (std::vector<chat::ToolCall>{{"1", "f", "{\"n\": 1}"}, {"2", "f", "{\"n\": 7}"}}));
    }
};

QTEST_APPLESS_MAIN(MessageTreeTest)
#include "message_tree_test.moc"
