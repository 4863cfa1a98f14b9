// Tools in a chat: a real store, a scripted model, and runs that end when the test says so.
#include "tests/ui/fixture.h"

using namespace hadal;
using namespace hadal::ui;
using namespace hadal::ui::test;

class TestTools : public QObject {
    Q_OBJECT

  private:
    std::unique_ptr<Fixture> fixture;
    Workspace* workspace = nullptr;
    Chat* chat() const { return workspace->chat(); }
    QVariant at(int row, int role) const { return chat()->turns()->index(row, 0).data(role); }
    QString content(int row) const { return at(row, TurnModel::ContentRole).toString(); }
    QString idAt(int row) const { return at(row, TurnModel::MessageIdRole).toString(); }
    ToolResult result(int row) const { return at(row, TurnModel::CallRole).value<ToolResult>(); }
    int count() const { return chat()->turns()->count(); }
    bool answered() const {
        return QTest::qWaitFor([this] { return !chat()->answering(); }, 20000);
    }
    void use(const QStringList& tools) {
        for (const QString& tool : tools)
            chat()->settings()->chooseTool("id-" + tool, true);
    }

  private slots:
    void init() {
        QTest::failOnWarning(QRegularExpression("."));
        fixture = std::make_unique<Fixture>();
        workspace = fixture->workspace.get();
        fixture->load();
        QTRY_COMPARE(fixture->host.state(), host::ModelHost::State::Ready);
    }
    void cleanup() { fixture.reset(); }

    void callsRunAndTheModelGoesOn() {
        fixture->rules.setReadsUnasked(true);
        use({"look"});
        chat()->send("two tools");
        QVERIFY(answered());
        QCOMPARE(count(), 5); // the question, the calls, two results, the answer
        QVERIFY(at(1, TurnModel::CallsRole).toBool());
        QVERIFY(at(2, TurnModel::IsCallRole).toBool());
        QCOMPARE(result(2).name(), "look");
        QCOMPARE(result(2).outcome(), int(ToolResult::Done));
        QCOMPARE(content(3), "look {\"n\":2}");
        QCOMPARE(content(4), "Done.");
        QCOMPARE(fixture->runner.runs.size(), 2);
    }

    void anEditedArgumentRunsAndBothAreKept() {
        use({"move"});
        chat()->send("move it");
        QTRY_COMPARE(chat()->tools()->waiting(), 1);
        QVERIFY(chat()->answering());
        ToolCard* card = chat()->tools()->card(idAt(2));
        QVERIFY(card && card->form()->valid());
        QCOMPARE(card->sandbox(), "no files, no network, 512 MiB, 30 s");
        card->form()->setText("{\"n\": -5, \"path\": \"/data/a\", \"dry\": false}");
        card->run(); // does not fit: nothing happens
        QCOMPARE(chat()->tools()->waiting(), 1);
        card->form()->setText("{\"n\": 5, \"path\": \"/data/a\", \"dry\": false}");
        card->run();
        QVERIFY(answered());
        QCOMPARE(result(2).edited(), "{\"n\": 5, \"path\": \"/data/a\", \"dry\": false}");
        QCOMPARE(result(2).written(), "{\"n\": 1, \"path\": \"/data/a\", \"dry\": false}");
        QCOMPARE(content(3), "Moved.");
    }

    void aRefusalReachesTheModel() {
        use({"move"});
        chat()->send("move it");
        QTRY_COMPARE(chat()->tools()->waiting(), 1);
        ToolCard* card = chat()->tools()->card(idAt(2));
        card->setProperty("words", "Use a copy.");
        card->refuse();
        QVERIFY(answered());
        QVERIFY(content(2).endsWith("They say: Use a copy."));
        QCOMPARE(content(3), "As you wish."); // what the script says to a refusal
        QCOMPARE(result(2).outcome(), int(ToolResult::Refused));
        QVERIFY(fixture->runner.runs.isEmpty());
    }

    void permissionsReachAsFarAsTheyWereGiven() {
        use({"move"});
        chat()->send("move it");
        QTRY_COMPARE(chat()->tools()->waiting(), 1);
        ToolCard* card = chat()->tools()->card(idAt(2));
        QCOMPARE(card->limits(),
                 (QStringList{"with these arguments only", "in /data", "with any arguments"}));
        QCOMPARE(card->limit(), 0); // what changes things is allowed narrowly first
        card->setScope(ToolCard::Chat);
        card->setLimit(1);
        card->run();
        QVERIFY(answered());
        QCOMPARE(chat()->settings()->rules().size(), 1);
        chat()->send("move it");
        QVERIFY(answered()); // unasked
        QCOMPARE(fixture->runner.runs.size(), 2);
        QCOMPARE(result(6).why(), "Allowed in this chat");
        workspace->duplicate(chat()->id());
        QTRY_VERIFY(chat()->title().endsWith("(copy)") && chat()->loaded());
        QVERIFY(chat()->settings()->rules().isEmpty()); // for that chat alone
        workspace->newChat();
        use({"move"});
        chat()->send("move it");
        QTRY_COMPARE(chat()->tools()->waiting(), 1);
        chat()->stop();
        QVERIFY(answered());
    }

    void theSameCallAgainAndAgainPauses() {
        fixture->rules.setReadsUnasked(true);
        use({"look"});
        chat()->send("over and over");
        QTRY_VERIFY(chat()->tools()->paused());
        QVERIFY(!chat()->answering());
        QCOMPARE(fixture->runner.runs.size(), 3);
        QVERIFY(chat()->tools()->pauseText().contains("look"));
        chat()->tools()->goOn();
        QTRY_COMPARE(fixture->runner.runs.size(), 6);
        QTRY_VERIFY(chat()->tools()->paused());
        chat()->settings()->setToolLimit(6);
        chat()->tools()->goOn();
        QTRY_COMPARE(fixture->runner.runs.size(), 9);
        QTRY_VERIFY(chat()->tools()->paused());
    }

    void stopEndsTheTurnAndWhatWaitsIsSent() {
        fixture->runner.at_once = false;
        fixture->rules.setReadsUnasked(true);
        use({"look"});
        chat()->send("two tools");
        QTRY_COMPARE(fixture->runner.runs.size(), 2);
        chat()->send("hello");
        QCOMPARE(chat()->queue(), QStringList{"hello"}); // until the turn ends
        fixture->runner.runs[0]->end(QString("kept"));
        QCOMPARE(chat()->queue().size(), 1);
        chat()->stop();
        QTRY_VERIFY(chat()->queue().isEmpty());
        QVERIFY(answered());
        QCOMPARE(content(2), "kept");
        QCOMPARE(result(3).outcome(), int(ToolResult::Stopped));
        QCOMPARE(content(4), "hello");
    }

    void thePersonAnswersInTheCard() {
        use({"ask"});
        chat()->send("ask me");
        QTRY_COMPARE(chat()->tools()->waiting(), 1);
        ToolCard* card = chat()->tools()->card(idAt(2));
        QCOMPARE(card->state(), ToolCard::Asking);
        QCOMPARE(card->question(), "How many?");
        card->setProperty("reply", "look { three }");
        card->answer();
        QVERIFY(answered());
        QCOMPARE(content(2), "look { three }");
        QCOMPARE(content(3), "Done.");
    }

    /// The store is opened again in the middle of a turn, as after a crash.
    void aTurnGoesOnAfterARestart() {
        fixture->runner.at_once = false;
        fixture->rules.setReadsUnasked(true);
        use({"look"});
        chat()->send("two tools");
        QTRY_COMPARE(fixture->runner.runs.size(), 2);
        fixture->runner.runs[0]->end(QString("look { kept }"));
        const QString id = chat()->id();
        fixture->workspace.reset();
        fixture->runner.runs.clear();
        fixture->runner.at_once = true;
        fixture->store.open(); // what is being written was cut off
        fixture->open();
        workspace = fixture->workspace.get();
        QTRY_COMPARE(workspace->sidebar()->conversations(), 1);
        workspace->open(id);
        QTRY_VERIFY(chat()->loaded());
        QCOMPARE(count(), 4);
        QVERIFY(chat()->tools()->paused());
        QVERIFY(!chat()->answering());
        QCOMPARE(content(2), "look { kept }");
        QCOMPARE(result(3).outcome(), int(ToolResult::Stopped));
        QVERIFY(fixture->runner.runs.isEmpty());
        chat()->tools()->goOn();
        QCOMPARE(chat()->tools()->waiting(), 1); // it may have done something: asked, although it only reads
        ToolCard* card = chat()->tools()->card(idAt(3));
        QVERIFY(!card->note().isEmpty());
        card->run();
        QVERIFY(answered());
        QCOMPARE(fixture->runner.runs.size(), 1);
        QCOMPARE(content(4), "Done.");
    }

    void theModelIsToldOfChosenToolsOnly() {
        QVERIFY(chat()->tools()->items().is_null()); // none by default
        QCOMPARE(chat()->tools()->choices()->offered(), 0);
        use({"drop"});
        chat()->settings()->chooseSet("set", true);
        QCOMPARE(chat()->tools()->choices()->offered(), 3);
        QCOMPARE(chat()->tools()->items().size(), std::size_t(3));
        QTRY_VERIFY(chat()->meter()->tools() > 0);
        QCOMPARE(chat()->meter()->used(), chat()->meter()->tools() + chat()->meter()->reserve());
        chat()->settings()->setToolsOn(false);
        QVERIFY(chat()->tools()->items().is_null());
        QTRY_COMPARE(chat()->meter()->tools(), 0);
        chat()->send("two tools"); // calls of what is not on are refused, and end by the limit
        QTRY_VERIFY(count() > 3);
        QVERIFY(content(2).contains("no tool called"));
        chat()->stop();
        QTRY_VERIFY(chat()->tools()->paused() || !chat()->answering());
        QVERIFY(fixture->runner.runs.isEmpty());
    }

    void theLockTakesAlwaysAway() {
        use({"move"});
        fixture->rules.setLocked(true);
        chat()->send("move it");
        QTRY_COMPARE(chat()->tools()->waiting(), 1);
        ToolCard* card = chat()->tools()->card(idAt(2));
        QVERIFY(!card->canAlways());
        card->setScope(ToolCard::Always);
        QCOMPARE(card->scope(), ToolCard::Once);
        chat()->stop();
        QVERIFY(answered());
    }
};

QTEST_MAIN(TestTools)
#include "test_tools.moc"
