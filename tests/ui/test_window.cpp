// The window: keys, layouts, languages.
#include "tests/ui/window_test.h"

using namespace hadal::ui;
using namespace hadal::ui::test;

class TestWindow : public WindowTest {
    Q_OBJECT

  private slots:
    void writingAndEnterAsk() {
        type("hello");
        QTest::keyClick(window, Qt::Key_Return);
        QTRY_VERIFY(!workspace()->chat()->answering());
        QCOMPARE(workspace()->chat()->turns()->count(), 2);
        QCOMPARE(window->title(), QStringLiteral(u"hello – Hadal"));
    }

    void escapeStops() {
        type("slow");
        QTest::keyClick(window, Qt::Key_Return);
        QVERIFY(workspace()->chat()->answering());
        QTest::keyClick(window, Qt::Key_Escape);
        QTRY_VERIFY(!workspace()->chat()->answering());
    }

    void controlNBeginsANewChat() {
        type("hello");
        QTest::keyClick(window, Qt::Key_Return);
        QTRY_VERIFY(!workspace()->chat()->answering());
        const QString before = workspace()->chat()->id();
        QTest::keyClick(window, Qt::Key_N, Qt::ControlModifier);
        QVERIFY(workspace()->chat()->id() != before);
        type("x");
        QCOMPARE(workspace()->chat()->draft(), "x");
    }

    void sixGoesRound() {
        type("hello");
        QTest::keyClick(window, Qt::Key_Return);
        QTRY_VERIFY(!workspace()->chat()->answering());
        QList<QQuickItem*> stops;
        for (int i = 0; i < 4; ++i) {
            stops += window->activeFocusItem();
            QVERIFY(stops.last());
            QTest::keyClick(window, Qt::Key_F6);
        }
        QCOMPARE(stops.at(0), stops.at(3));
        QCOMPARE(QSet<QQuickItem*>(stops.begin(), stops.end()).size(), 3);
    }

    void enterGoesIntoATurnAndEscapeComesBack() {
        ask("hello");
        for (int i = 0; i < 4 && focusName() != "Conversation"; ++i)
            QTest::keyClick(window, Qt::Key_F6);
        QCOMPARE(focusName(), "Conversation");
        QTRY_VERIFY(visibleTexts().contains("C")); // its code has been drawn
        QTest::keyClick(window, Qt::Key_Up);       // the last turn
        QTest::keyClick(window, Qt::Key_Return);
        QTRY_COMPARE(focusName(), "Wrap lines");
        QTest::keyClick(window, Qt::Key_Escape);
        QTRY_COMPARE(focusName(), "Conversation");
        QTest::keyClick(window, Qt::Key_Escape);
        QTRY_COMPARE(focusName(), "Message");
    }

    QStringList facesOfAnswers() const {
        QStringList faces;
        for (QQuickItem* item : window->findChildren<QQuickItem*>())
            if (item->property("words").isValid() && item->property("font").isValid() &&
                !faces.contains(item->property("font").value<QFont>().families().value(0)))
                faces += item->property("font").value<QFont>().families().value(0);
        return faces;
    }
    void theTypefaceIsChosen() {
        ask("hello");
        QTRY_COMPARE(facesOfAnswers(), QStringList{"Inter"});
        preferences->setFace("Hack");
        QTRY_COMPARE(facesOfAnswers(), QStringList{"Hack"});
        preferences->setFace("A face that nobody has");
        QTRY_COMPARE(facesOfAnswers(), QStringList{"Inter"});
    }

    void controlBHidesTheSidebar() {
        window->resize(1200, 800);
        QTRY_VERIFY(visibleTexts().contains("Hadal"));
        QTest::keyClick(window, Qt::Key_B, Qt::ControlModifier);
        QVERIFY(!visibleTexts().contains("Hadal"));
        QTest::keyClick(window, Qt::Key_B, Qt::ControlModifier);
        QVERIFY(visibleTexts().contains("Hadal"));
    }

    void compactLayoutOpensTheSidebarOver() {
        window->resize(560, 480);
        QTRY_VERIFY(!visibleTexts().contains("Hadal"));
        QTest::keyClick(window, Qt::Key_B, Qt::ControlModifier);
        QVERIFY(visibleTexts().contains("Hadal"));
        QTest::keyClick(window, Qt::Key_Escape);
        QVERIFY(!visibleTexts().contains("Hadal"));
    }

    void aMessageIsEditedAndItsVersionsAreSwitched() {
        ask("hello");
        QTest::keyClick(window, Qt::Key_E, Qt::ControlModifier);
        QTRY_COMPARE(focusName(), "New version");
        type(" again");
        QTest::keyClick(window, Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(!workspace()->chat()->answering());
        auto* turns = workspace()->chat()->turns();
        QTRY_COMPARE(turns->index(0).data(TurnModel::ContentRole).toString(), "hello again");
        QVERIFY(!visibleTexts().contains("2 / 2")); // what can be done with a turn is there when it is wanted
        pointAtTurn(0);
        QTRY_VERIFY(visibleTexts().contains("2 / 2"));
        QTest::keyClick(window, Qt::Key_B, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(somethingIsOver());
        QTRY_VERIFY(focusName().startsWith("version 1 of 2"));
        QTest::keyClick(window, Qt::Key_Return); // the first one
        QTRY_COMPARE(turns->index(0).data(TurnModel::ContentRole).toString(), "hello");
        QTRY_VERIFY(!somethingIsOver());
    }

    void anEditIsLeftWithEscapeAndKeptWhenAnotherChatIsOpened() {
        ask("hello");
        const QString first = workspace()->chat()->id();
        QTest::keyClick(window, Qt::Key_E, Qt::ControlModifier);
        QTRY_COMPARE(focusName(), "New version");
        type(" more");
        QTest::keyClick(window, Qt::Key_N, Qt::ControlModifier);
        QVERIFY(workspace()->chat()->id() != first);
        QTRY_COMPARE(focusName(), "Message");
        workspace()->open(first);
        QTRY_VERIFY(workspace()->chat()->loaded());
        QTRY_VERIFY(visibleTexts().contains("hello more"));
        QTRY_COMPARE(focusName(), "Message"); // an edit box from before does not take the focus
        QTest::keyClick(window, Qt::Key_E, Qt::ControlModifier);
        QTRY_COMPARE(focusName(), "New version");
        QTest::keyClick(window, Qt::Key_Escape);
        QTRY_VERIFY(!visibleTexts().contains("hello more"));
    }

    void messagesQueueWhileItAnswers() {
        type("slow");
        QTest::keyClick(window, Qt::Key_Return);
        type("next");
        QTest::keyClick(window, Qt::Key_Return);
        QTRY_VERIFY(visibleTexts().contains("Next: next"));
        QTest::keyClick(window, Qt::Key_Escape);
        QTRY_VERIFY(!visibleTexts().contains("Next: next"));
        QTRY_VERIFY(!workspace()->chat()->answering());
        QCOMPARE(workspace()->chat()->turns()->count(), 4);
    }

    void aStoppedAnswerIsContinued() {
        type("slow");
        QTest::keyClick(window, Qt::Key_Return);
        auto* turns = workspace()->chat()->turns();
        QTRY_VERIFY(turns->index(1).data(TurnModel::ContentRole).toString().size() > 10);
        QTest::keyClick(window, Qt::Key_Escape);
        QTRY_VERIFY(visibleTexts().contains("Continue"));
        const auto length = turns->index(1).data(TurnModel::ContentRole).toString().size();
        QTest::keyClick(window, Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(turns->index(1).data(TurnModel::ContentRole).toString().size() > length);
        QTest::keyClick(window, Qt::Key_Escape);
        QTRY_VERIFY(!workspace()->chat()->answering());
    }

    void thePaletteSearchesAndOpens() {
        ask("whales");
        const QString first = workspace()->chat()->id();
        QTest::keyClick(window, Qt::Key_N, Qt::ControlModifier);
        QTest::keyClick(window, Qt::Key_K, Qt::ControlModifier);
        QTRY_COMPARE(focusName(), "Search chats, messages and commands");
        type("whal");
        QTRY_VERIFY(workspace()->search()->count() >= 2 && !workspace()->search()->searching());
        QTest::keyClick(window, Qt::Key_Down); // from the title to the message
        QTest::keyClick(window, Qt::Key_Return);
        QTRY_COMPARE(workspace()->chat()->id(), first);
        QTRY_VERIFY(!somethingIsOver()); // the palette has faded away
        QCOMPARE(focusName(), "Conversation");
        // And commands.
        QTest::keyClick(window, Qt::Key_K, Qt::ControlModifier);
        QTRY_COMPARE(focusName(), "Search chats, messages and commands");
        type("new chat");
        QTRY_VERIFY(workspace()->search()->count() >= 1);
        QTest::keyClick(window, Qt::Key_Return);
        QTRY_VERIFY(workspace()->chat()->id() != first);
        QTRY_COMPARE(focusName(), "Message");
    }

    void findCountsAndGoesRound() {
        ask("one and one");
        QTest::keyClick(window, Qt::Key_F, Qt::ControlModifier);
        QTRY_COMPARE(focusName(), "Find in this chat");
        type("one");
        QTRY_VERIFY(visibleTexts().contains("3 of 3"));
        QTest::keyClick(window, Qt::Key_Return);
        QTRY_VERIFY(visibleTexts().contains("1 of 3"));
        QTest::keyClick(window, Qt::Key_Return, Qt::ShiftModifier);
        QTRY_VERIFY(visibleTexts().contains("3 of 3"));
        type("x");
        QTRY_VERIFY(visibleTexts().contains("Nothing"));
        QTest::keyClick(window, Qt::Key_Escape);
        QTRY_COMPARE(focusName(), "Message");
    }

    void chatsAreDeletedAndBroughtBackFromTheList() {
        window->resize(1200, 800);
        ask("hello");
        const QString id = workspace()->chat()->id();
        QTest::keyClick(window, Qt::Key_F6);
        QTRY_COMPARE(focusName(), "Today");
        QTest::keyClick(window, Qt::Key_Down); // from the heading to the chat
        QTest::keyClick(window, Qt::Key_Delete);
        QTRY_COMPARE(workspace()->sidebar()->conversations(), 0);
        QTRY_VERIFY(visibleTexts().contains(QStringLiteral(u"“hello” moved to the bin")));
        QTest::keyClick(window, Qt::Key_F6); // away from the composer, whose own undo would be meant
        QTest::keyClick(window, Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(workspace()->sidebar()->conversations(), 1);
        QCOMPARE(workspace()->chat()->id(), id);
    }

    void aWordThatIsBeingComposedIsNotLost() {
        ask("hello");
        const QString first = workspace()->chat()->id();
        type("ab");
        QInputMethodEvent compose("nihao", {{QInputMethodEvent::Cursor, 5, 1, {}}});
        QCoreApplication::sendEvent(window->activeFocusItem(), &compose);
        QTest::keyClick(window, Qt::Key_N, Qt::ControlModifier);
        QVERIFY(workspace()->chat()->id() != first);
        workspace()->open(first);
        QCOMPARE(workspace()->chat()->draft(), "abnihao");
    }

    void everySheetOpensAndClosesByKeyboard_data() {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("title");
        QTest::newRow("shortcuts") << "keyboard sh"
                                   << "Keyboard shortcuts";
        QTest::newRow("bin") << "bin"
                             << "Bin";
        QTest::newRow("network") << "network"
                                 << "Network connections";
        QTest::newRow("export") << "export this"
                                << "Export";
        QTest::newRow("servers") << "servers of"
                                 << "Servers";
        QTest::newRow("settings") << "settings of"
                                  << "System prompt";
    }
    void everySheetOpensAndClosesByKeyboard() {
        QFETCH(QString, command);
        QFETCH(QString, title);
        const auto before = visibleTexts().count(title);
        QTest::keyClick(window, Qt::Key_K, Qt::ControlModifier);
        QTRY_COMPARE(focusName(), "Search chats, messages and commands");
        type(command);
        QTRY_VERIFY(workspace()->search()->count() >= 1);
        QTest::keyClick(window, Qt::Key_Return);
        QTRY_VERIFY(visibleTexts().count(title) > before);
        QTest::keyClick(window, Qt::Key_Escape);
        QTRY_COMPARE(visibleTexts().count(title), before);
        QTRY_COMPARE(focusName(), "Message");
    }

    void theWindowComesBackWhereItWas() {
        window->resize(910, 610);
        QTRY_COMPARE(window->width(), 910);
        window->close();
        QTRY_COMPARE(preferences->windowArea().size(), QSize(910, 610));
    }

    void loadFailureIsShownInPlace() {
        fixture->host.load(
            [](const hadal::ProgressFn&, std::stop_token) -> std::unique_ptr<hadal::runtime::ChatEngine> {
                throw hadal::Error(hadal::ErrorKind::InvalidFile, "No such folder.");
            });
        QTRY_VERIFY(visibleTexts().contains("No such folder."));
        QVERIFY(visibleTexts().contains("The model was not loaded"));
    }
};

QTEST_MAIN(TestWindow)
#include "moc_window_test.cpp"
#include "test_window.moc"
