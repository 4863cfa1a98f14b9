// What a chat is asked with, and what of it fits.
#include "tests/ui/chat_test.h"

using namespace hadal;
using namespace hadal::ui;
using namespace hadal::ui::test;

class TestChatSettings : public ChatTest {
    Q_OBJECT

  private slots:
    void settingsAreKeptWithTheChat() {
        chat()->settings()->setSystem("Be brief.");
        chat()->settings()->setThinking(false);
        chat()->settings()->sampling()->set(SamplingModel::Temperature, 0.3);
        chat()->settings()->sampling()->set(SamplingModel::TopP, 7); // brought into its range
        chat()->send("first");
        QVERIFY(answered());
        const QString id = chat()->id();
        QTRY_COMPARE(fixture->store.conversations().result().at(0).settings.value("system").toString(),
                     "Be brief.");
        workspace->newChat();
        QCOMPARE(chat()->settings()->system(), QString());
        workspace->open(id);
        QVERIFY(!chat()->settings()->thinking());
        const auto sampling = chat()->settings()->sampling()->sampling();
        QCOMPARE(sampling.temperature, 0.3f);
        QCOMPARE(sampling.top_p, 1.0f);
        chat()->settings()->sampling()->reset(SamplingModel::Temperature);
        QCOMPARE(chat()->settings()->sampling()->sampling().temperature, 1.0f);
    }

    void presetsAreFiles() {
        auto* presets = workspace->presets();
        chat()->settings()->setSystem("You review code.");
        QCOMPARE(presets->save("Review: C++/Qt", chat()->settings()), QString());
        QCOMPARE(presets->names(), QStringList("Review: C++/Qt"));
        workspace->newChat("other"); // a fresh one
        chat()->settings()->merge({{"mine", 1}});
        QCOMPARE(presets->apply("Review: C++/Qt", chat()->settings()), QString());
        QCOMPARE(chat()->settings()->system(), "You review code.");
        QCOMPARE(chat()->settings()->json().value("mine").toInt(), 1);
        QFile broken(presets->folder() + "/broken.json");
        QVERIFY(broken.open(QIODevice::WriteOnly) && broken.write("{\"system\": ") > 0);
        broken.close();
        QTRY_COMPARE(presets->names().size(), 2); // a file made by hand is noticed
        QVERIFY(presets->apply("broken", chat()->settings()).contains("broken.json"));
        QVERIFY(!presets->apply("none", chat()->settings()).isEmpty());
        workspace->removePreset("Review: C++/Qt");
        QCOMPARE(presets->names(), QStringList("broken"));
        workspace->acts()->undo();
        QCOMPARE(presets->names().size(), 2);
    }

    void whatDoesNotFitIsLeftOutOrRefused() {
        QTRY_COMPARE(fixture->host.state(), host::ModelHost::State::Ready);
        const QString filler = QString("word ").repeated(1200); // 1500 tokens of the script's four bytes
        for (int i = 0; i < 3; ++i) {
            chat()->send(filler);
            QVERIFY(answered());
        }
        ContextMeter* meter = chat()->meter();
        QTRY_COMPARE(meter->leftOutTurns(), 2); // 1 would do, but a quarter of the context goes at once
        QVERIFY(meter->fits());
        QVERIFY(at(chat()->turns(), 0, TurnModel::LeftOutRole).toBool());
        QVERIFY(!at(chat()->turns(), 4, TurnModel::LeftOutRole).toBool());
        chat()->settings()->setOverflow(ChatSettings::LeaveOutMiddle);
        QVERIFY(!at(chat()->turns(), 0, TurnModel::LeftOutRole).toBool());
        QVERIFY(at(chat()->turns(), 2, TurnModel::LeftOutRole).toBool());
        chat()->settings()->setOverflow(ChatSettings::Refuse);
        QVERIFY(!meter->fits());
        const int turns = chat()->turns()->count();
        chat()->setDraft("more");
        QVERIFY(!chat()->send("more"));
        QCOMPARE(chat()->turns()->count(), turns);
        QCOMPARE(chat()->draft(), "more"); // nothing is lost
    }

    void theMeterCountsHistoryAndDraft() {
        QTRY_COMPARE(fixture->host.state(), host::ModelHost::State::Ready);
        ContextMeter* meter = chat()->meter();
        QCOMPARE(meter->length(), 4096);
        QCOMPARE(meter->reserve(), 1024);
        chat()->setDraft("A draft of a few words");
        QTRY_VERIFY(meter->draft() > 0);
        chat()->setDraft("");
        QTRY_COMPARE(meter->draft(), 0);
        chat()->send("think");
        QVERIFY(answered());
        QTRY_VERIFY(meter->history() > 5); // the answer's 5 tokens and the message
        QCOMPARE(meter->thinking(), 4);
        QCOMPARE(meter->used(), meter->history() + 4 + 1024);
        chat()->settings()->setSystem("Be brief and exact.");
        QTRY_VERIFY(meter->system() > 0);
        QCOMPARE(meter->used(), meter->system() + meter->history() + 4 + 1024);
    }
};

QTEST_MAIN(TestChatSettings)
#include "moc_chat_test.cpp"
#include "test_chat_settings.moc"
