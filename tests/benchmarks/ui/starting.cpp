// How long the window takes to start and to open long things, and what it holds and draws at rest.
//
//   QT_QPA_PLATFORM=offscreen build/release/bin/benchmark_ui_starting [chats]
//
// Makes a profile of 1,000 chats of 100 messages, one of 5,000 messages and one message of 50,000 lines, then
// starts itself again and again on it: the first paint and the first moment in which something can be typed
// are counted from the start of the process. Frames are drawn by the software renderer. The model is a
// script.
#include "tests/benchmarks/ui/frames.h"
#include "tests/ui/fixture.h"
#include "tests/ui/qml_modules.h"
#include "ui/appearance.h"
#include "ui/program.h"
#include "ui/settings/caret_rest.h"
#include "ui/settings/preferences.h"

#include <QDir>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QProcess>
#include <QQmlApplicationEngine>
#include <QQuickItem>
#include <QQuickWindow>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QThread>

#include <chrono>
#include <cstdlib>

using namespace hadal;
using namespace hadal::ui;

namespace {

constexpr const char* kLong = "00000000-0000-4000-8000-000000005000";
constexpr const char* kLines = "00000000-0000-4000-8000-000000050000";

double now() {
    using namespace std::chrono;
    return duration<double, std::milli>(system_clock::now().time_since_epoch()).count();
}

conversations::Message message(const QString& chat, const QString& parent, int number,
                               const QString& content) {
    conversations::Message message;
    message.id = conversations::newId();
    message.conversation = chat;
    message.parent = parent;
    message.role = number % 2 == 0 ? conversations::Role::User : conversations::Role::Assistant;
    message.content = content;
    message.created = QDateTime::fromMSecsSinceEpoch(1'700'000'000'000 + number, Qt::UTC);
    return message;
}

QString answer(int number) {
    return QStringLiteral(
               "Answer %1 with **words** and `code`.\n\n- first item\n- second item\n\n| a | b |\n|---|--:|\n"
               "| %1 | 2 |\n\n```python\nx = %1\n```\n\nAnd $x_{%1}$ at the end, after some more words.")
        .arg(number);
}

void chat(conversations::Store& store, const QString& id, const QString& title, int messages,
          const std::function<QString(int)>& content) {
    conversations::Conversation conversation;
    conversation.id = id;
    conversation.title = title;
    conversation.created = conversation.updated = QDateTime::fromMSecsSinceEpoch(1'700'000'000'000, Qt::UTC);
    store.add(conversation);
    QString parent;
    for (int i = 0; i < messages; ++i) {
        const conversations::Message next = message(id, parent, i, content(i));
        parent = next.id;
        store.append(next);
    }
    store.conversations().waitForFinished();
}

void makeProfile(const QString& folder, int chats) {
    conversations::Store store(folder);
    store.open();
    const auto ordinary = [](int i) {
        return i % 2 == 0 ? QStringLiteral("Question %1 of a person?").arg(i) : answer(i);
    };
    for (int i = 0; i < chats; ++i)
        chat(store, conversations::newId(), QStringLiteral("Chat %1").arg(i), 100, ordinary);
    chat(store, kLong, "Five thousand messages", 5'000, ordinary);
    chat(store, kLines, "Fifty thousand lines", 2, [](int i) {
        QString all;
        for (int line = 0; i == 1 && line < 50'000; ++line)
            all += line % 2'000 == 0       ? QStringLiteral("\n## Part %1\n\n```cpp\n").arg(line)
                   : line % 2'000 == 1'000 ? QStringLiteral("```\n\n")
                   : line % 2'000 < 1'000
                       ? QStringLiteral("    const auto value%1 = compute(\"text\", %1); // line\n").arg(line)
                       : QStringLiteral("Line %1 of prose with **bold** words.\n\n").arg(line);
        return i == 0 ? QStringLiteral("Write much.") : all;
    });
}

double memory() {
    QFile status("/proc/self/status");
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    const QRegularExpression line("VmRSS:\\s+(\\d+) kB");
    return line.match(QString::fromLatin1(status.readAll())).captured(1).toDouble() / 1024;
}

/// The whole program, with a script for a model.
struct Running {
    explicit Running(const QString& folder)
        : preferences(folder + "/preferences.ini"),
          program({folder,
                   [](const ProgressFn&, std::stop_token) {
                       return std::make_unique<runtime::ScriptedEngine>(ui::test::script());
                   },
                   {},
                   "Test model",
                   true,
                   std::make_shared<secrets::MemoryKeyring>(),
                   &preferences}) {
        engine.addImportPath("qrc:/qt/qml");
        engine.setInitialProperties(program.properties());
        engine.load(QUrl("qrc:/qt/qml/Hadal/Window/Main.qml"));
        window = qobject_cast<QQuickWindow*>(engine.rootObjects().value(0));
        program.start();
    }
    Workspace* workspace() { return program.workspace(); }
    /// Lets the program work until the condition holds.
    template <class Condition>
    void until(Condition condition) {
        while (!condition())
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 50);
    }
    /// Wall time until a chat is on the screen.
    double open(const QString& id, int turns) {
        const double before = bench::worked();
        QElapsedTimer clock;
        clock.start();
        workspace()->open(id);
        until([&] { return workspace()->chat()->turns()->count() == turns; });
        window->grabWindow();
        work = bench::worked() - before;
        return double(clock.nsecsElapsed()) / 1e6;
    }
    double work = 0; ///< of all threads, for the last open(): other programs do not count

    Preferences preferences;
    Program program;
    QQmlApplicationEngine engine;
    QQuickWindow* window = nullptr;
};

/// Prints the times of the first paint and of being usable, and the memory held then.
int start(double begun, const QString& folder) {
    Running program(folder);
    if (!program.window)
        return 1;
    bool painted = false;
    double first = 0;
    QObject::connect(program.window, &QQuickWindow::frameSwapped, program.window, [&] {
        if (!std::exchange(painted, true))
            first = now() - begun;
    });
    program.until([&] { return painted; });
    program.until([&] {
        return program.window->activeFocusItem() && program.workspace()->sidebar()->rowCount() > 0 &&
               program.program.host()->state() == host::ModelHost::State::Ready;
    });
    program.window->grabWindow();
    std::printf("%.1f %.1f %.1f\n", first, now() - begun, memory());
    return 0;
}

} // namespace

int main(int argc, char* argv[]) {
    qputenv("QT_QUICK_BACKEND", "software");
    QGuiApplication application(argc, argv);
    setUpFonts();
    if (argc == 4 && argv[1] == QByteArray("--start"))
        return start(QByteArray(argv[2]).toDouble(), argv[3]);

    const int chats = argc > 1 ? std::max(1, std::atoi(argv[1])) : 1'000;
    QTemporaryDir folder;
    makeProfile(folder.path(), chats);
    std::vector<double> painted, usable, held;
    for (int i = 0; i < 5; ++i) {
        QProcess child;
        child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        child.start(application.applicationFilePath(),
                    {"--start", QString::number(now(), 'f', 1), folder.path()});
        child.waitForFinished(60'000);
        const QStringList numbers =
            QString::fromLatin1(child.readAllStandardOutput()).simplified().split(' ');
        if (numbers.size() != 3)
            return 1;
        painted.push_back(numbers.at(0).toDouble());
        usable.push_back(numbers.at(1).toDouble());
        held.push_back(numbers.at(2).toDouble());
    }
    std::printf("%-52s %9s %-6s %9s\n", "", "median", "", "goal");
    bench::row("start to first paint", bench::quantile(painted, 0.5), "ms", 500);
    bench::row("start to usable", bench::quantile(usable, 0.5), "ms", 1'000);
    bench::row("memory then, without a model", bench::quantile(held, 0.5), "MiB", 180);

    Running program(folder.path());
    program.until([&] { return program.workspace()->sidebar()->rowCount() > 0; });
    program.window->resize(1200, 800);
    program.window->grabWindow();
    std::vector<double> opened, work;
    for (int i = 0; i < 5; ++i) {
        opened.push_back(program.open(kLong, 5'000));
        work.push_back(program.work);
        program.workspace()->newChat();
        program.window->grabWindow();
    }
    bench::row("a chat of 5,000 messages to its first paint", bench::quantile(opened, 0.5), "ms", 150);
    bench::row("the work in it, on all threads", bench::quantile(work, 0.5), "ms", 150);

    // The view is moved as the wheel does it: a step, a frame.
    const auto scroll = [&](double step, int frames) {
        auto* view = program.window->findChild<QQuickItem*>("conversationView");
        std::vector<double> times;
        for (int i = 0; i < frames; ++i) {
            const double before = bench::worked();
            QMetaObject::invokeMethod(view, "scrollBy", Q_ARG(qreal, step));
            program.window->grabWindow();
            bench::turn();
            times.push_back(bench::worked() - before);
        }
        return bench::quantile(times, 0.99);
    };
    program.open(kLong, 5'000);
    bench::row("a frame of scrolling through it, 99 of 100", scroll(-78, 400), "ms", 16);
    bench::row("a message of 50,000 lines to its first paint", program.open(kLines, 2), "ms", 1'000);
    bench::row("a frame of scrolling through it, 99 of 100", scroll(-78, 400), "ms", 16);

    int frames = 0;
    QObject::connect(program.window, &QQuickWindow::frameSwapped, program.window, [&] { ++frames; });
    const auto wait = [](qint64 time) {
        QElapsedTimer idle;
        idle.start();
        while (idle.elapsed() < time)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 200);
    };
    const CaretRest caret; // the composer has the focus
    wait(11'000);          // until its caret rests, and what was to be drawn is drawn
    frames = 0;
    wait(10'000);
    bench::row("frames drawn in 10 s at rest", frames, "", 0);
    return 0;
}
