// What the window is to who cannot see it, and that it rests.
#include "tests/ui/window_test.h"
#include "ui/controls/announcer.h"

using namespace hadal::ui;
using namespace hadal::ui::test;

class TestWindowAccess : public WindowTest {
    Q_OBJECT

  private:
    /// What a screen reader is given to speak, from now on.
    QStringList* listen() {
        QAccessible::setActive(true);
        auto* announcer = window->findChild<Announcer*>();
        heard_.clear();
        connect(announcer, &Announcer::said, this, [this, announcer] {
            const QAccessibleInterface* shown = QAccessible::queryAccessibleInterface(announcer);
            QCOMPARE(shown->role(), QAccessible::Notification);
            heard_ += shown->text(QAccessible::Name);
            const QAccessibleInterface* up = shown; // it can be asked about
            while (up->parent() && up->role() != QAccessible::Window)
                up = up->parent();
            QCOMPARE(up->role(), QAccessible::Window);
        });
        return &heard_;
    }
    QStringList heard_;

    static constexpr int kBlink = 20; // milliseconds on and off again

    /// A caret that blinks so quickly that nobody has to wait for it.
    struct QuickCaret {
        QuickCaret() { QGuiApplication::styleHints()->setCursorFlashTime(kBlink); }
        ~QuickCaret() { QGuiApplication::styleHints()->setCursorFlashTime(before); }
        const int before = QGuiApplication::styleHints()->cursorFlashTime();
    };

    /// How many frames are drawn while a caret would have blinked so often; -1: the clock does not go.
    int framesInBlinks(int blinks) {
        int frames = 0, ticks = 0;
        QTimer clock;
        connect(&clock, &QTimer::timeout, this, [&] { ++ticks; });
        const auto drawn = connect(
            window, &QQuickWindow::frameSwapped, this, [&] { ++frames; }, Qt::DirectConnection);
        clock.start(kBlink);
        const bool ticked = QTest::qWaitFor([&] { return ticks >= blinks; });
        disconnect(drawn);
        return ticked ? frames : -1;
    }

  private slots:
    void cleanup() {
        QAccessible::setActive(false);
        WindowTest::cleanup();
    }

    void anAnswerIsAnnouncedBySentence() {
        QStringList& heard = *listen();
        ask("aloud");
        QTRY_COMPARE(heard.join(' '),
                     QStringLiteral("One bold sentence comes first. Then another one. Code in "
                                    "c, 2 lines. • an item of a list And 中文 at the end"));
        QCOMPARE(heard.first(), "One bold sentence comes first.");
        heard.clear();
        ask("think"); // what it thinks is not said
        QTRY_COMPARE(heard.join(' '), "I have thought.");
        heard.clear();
        ask("break");
        QTRY_COMPARE(heard.join(' '), "It broke.");
    }

    void aStoppedAnswerIsAnnounced() {
        QStringList& heard = *listen();
        type("slow");
        QTest::keyClick(window, Qt::Key_Return);
        QTRY_VERIFY(!workspace()->chat()->turns()->contentAt(1).isEmpty());
        QTest::keyClick(window, Qt::Key_Escape);
        QTRY_VERIFY(heard.join(' ').endsWith("Stopped."));
    }

    void whatBecomesOfCallsOfToolsIsAnnounced() {
        Chat* chat = workspace()->chat();
        chat->settings()->chooseTool("id-look", true);
        chat->settings()->chooseTool("id-move", true);
        chat->settings()->chooseTool("id-ask", true);
        fixture->rules.setReadsUnasked(true);
        QStringList& heard = *listen();
        ask("two tools"); // run unasked: what came of them is enough
        QTRY_VERIFY(heard.join(' ').endsWith("Done."));
        QVERIFY(heard.join(' ').contains("The tool look: look {\"n\":1}."));
        QVERIFY(heard.join(' ').contains("The tool look: look {\"n\":2}."));
        QVERIFY(!heard.join(' ').contains("runs."));
        heard.clear();
        type("move it");
        QTest::keyClick(window, Qt::Key_Return);
        QTRY_COMPARE(heard.join(' '), "I move it. The tool move waits for you.");
        chat->tools()->card(chat->tools()->firstWaiting())->run();
        QTRY_VERIFY(heard.join(' ').endsWith("Moved."));
        QVERIFY(heard.join(' ').contains("The tool move runs. The tool move: move {"));
        heard.clear();
        type("ask me");
        QTest::keyClick(window, Qt::Key_Return);
        QTRY_COMPARE(heard.join(' '), "The tool ask asks: How many?");
        QTest::keyClick(window, Qt::Key_Escape);
        QTRY_VERIFY(heard.join(' ').contains("The tool ask: stopped by you."));
        heard.clear();
        chat->settings()->chooseTool("id-look", true);
        ask("over and over");
        QTRY_VERIFY(heard.join(' ').endsWith("gave the same result each time."));
    }

    void nothingIsSaidWhereNobodyListens() {
        auto* announcer = window->findChild<Announcer*>();
        QVERIFY(announcer && !announcer->heard());
        ask("hello");
        QVERIFY(announcer->text().isEmpty());
    }

    void everyControlHasANameAndARole() {
        type("think");
        QTest::keyClick(window, Qt::Key_Return);
        QTRY_VERIFY(!workspace()->chat()->answering());
        QAccessible::setActive(true);
        int controls = 0;
        QList<QAccessibleInterface*> open = {QAccessible::queryAccessibleInterface(window)};
        while (!open.isEmpty()) {
            QAccessibleInterface* item = open.takeLast();
            if (!item || item->state().invisible)
                continue;
            for (int i = 0; i < item->childCount(); ++i)
                open += item->child(i);
            const QAccessible::Role role = item->role();
            if (role != QAccessible::Button && role != QAccessible::CheckBox &&
                role != QAccessible::EditableText)
                continue;
            ++controls;
            QVERIFY2(!item->text(QAccessible::Name).isEmpty(),
                     item->object() ? item->object()->metaObject()->className() : "?");
        }
        QVERIFY2(controls >= 8, qPrintable(QString::number(controls)));
    }

    void anIdleWindowDrawsNothing() {
        const QuickCaret quick;
        QTRY_VERIFY(framesInBlinks(10) >= 10); // what is counted would be seen
        QTest::keyClick(window, Qt::Key_F6);   // away from the composer, whose caret blinks
        QTRY_COMPARE(framesInBlinks(10), 0);   // what was still to be drawn has been
        QCOMPARE(framesInBlinks(30), 0);
    }

    void aCaretThatNobodyMovesComesToRest() {
        const QuickCaret quick;
        type("x");
        QTRY_COMPARE(workspace()->sidebar()->conversations(), 1); // the draft is kept, and listed
        const CaretRest rest(std::chrono::milliseconds(1));
        QTRY_COMPARE(QGuiApplication::styleHints()->cursorFlashTime(), 0);
        QTRY_COMPARE(framesInBlinks(10), 0);
        QCOMPARE(framesInBlinks(30), 0);
        type("y");
        QVERIFY(QGuiApplication::styleHints()->cursorFlashTime() > 0);
    }
};

QTEST_MAIN(TestWindowAccess)
#include "moc_window_test.cpp"
#include "test_window_access.moc"
