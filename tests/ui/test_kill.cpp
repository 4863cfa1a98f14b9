// A program that is killed while it streams and one types loses nothing that was on the screen for more than
// a second, and its database is sound.
//
// The test starts itself many times as a child that chats with the scripted model, edits, queues and
// switches. The child says on stdout what its screen holds; the parent kills it at a random moment and looks
// into the database.
#include "tests/ui/fixture.h"

#include <QGuiApplication>
#include <QJsonDocument>
#include <QProcess>
#include <QRandomGenerator>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>

#include <algorithm>

#include <csignal>

using namespace hadal;
using namespace hadal::ui;

namespace {

constexpr int kills = 200;
constexpr int at_once = 6;
constexpr qint64 allowed_ms = 1000;
/// Between two lines of a child that gets its share of a processor. What a busy machine withholds from it
/// does not count against it.
constexpr qint64 longest_step_ms = 100;

QString messageAt(const Chat* chat, int row) {
    return chat->turns()->index(row).data(TurnModel::MessageIdRole).toString();
}

qint64 now() {
    return QDateTime::currentMSecsSinceEpoch();
}

/// What the screen of the child holds.
void say(const Chat* chat, int acts) {
    QJsonObject screen{{"t", now()}, {"acts", acts}, {"chat", chat->id()}, {"draft", chat->draft()}};
    QJsonArray turns;
    for (int row = 0; row < chat->turns()->count(); ++row)
        turns.append(QJsonArray{messageAt(chat, row), chat->turns()->contentAt(row)});
    screen["turns"] = turns;
    screen["edits"] = chat->conversation().edits;
    screen["queue"] = QJsonArray::fromStringList(chat->queue());
    std::puts(QJsonDocument(screen).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

/// One thing that a person does.
void act(Workspace* workspace, QRandomGenerator& random) {
    Chat* chat = workspace->chat();
    const int last = chat->turns()->count() - 1;
    switch (random.bounded(8)) {
    case 0:
    case 1:
        chat->setDraft(chat->draft() + QString("typed%1 ").arg(random.bounded(1000)));
        break;
    case 2:
        chat->send("slow " + chat->draft());
        break;
    case 3:
        chat->stop();
        break;
    case 4:
        if (last >= 0) {
            const QString message = messageAt(chat, random.bounded(last + 1));
            chat->beginEdit(message);
            chat->setEditText(message, chat->editText(message) + " edited");
        }
        break;
    case 5:
        if (last >= 0)
            chat->regenerate(messageAt(chat, last));
        break;
    case 6:
        if (last >= 0)
            chat->continueAnswer(messageAt(chat, last));
        break;
    case 7:
        if (random.bounded(3) == 0)
            workspace->newChat();
        else if (const QString other = workspace->sidebar()->neighbour(chat->id(), 1); !other.isEmpty())
            workspace->open(other);
        break;
    }
}

int child(const QString& folder, quint32 seed) {
    conversations::Store store(folder);
    store.open();
    host::ModelHost host;
    host.load([](const ProgressFn&, std::stop_token) {
        return std::make_unique<runtime::ScriptedEngine>(ui::test::script());
    });
    Workspace workspace(
        {&store, &host, {}}, folder, [] {}, true);
    QRandomGenerator random(seed);
    int acts = 0;
    workspace.chat()->send("slow to begin with");
    QTimer acting, looking;
    QObject::connect(&acting, &QTimer::timeout, [&] {
        act(&workspace, random);
        say(workspace.chat(), ++acts);
    });
    QObject::connect(&looking, &QTimer::timeout, [&] { say(workspace.chat(), acts); });
    acting.start(90);
    looking.start(40);
    return QCoreApplication::exec();
}

struct Run {
    std::unique_ptr<QTemporaryDir> folder = std::make_unique<QTemporaryDir>();
    std::unique_ptr<QProcess> process = std::make_unique<QProcess>();
    qint64 killAt = 0;
    qint64 killedAt = 0;
};

QString soundness(const QString& file) {
    QString found;
    {
        auto db = QSqlDatabase::addDatabase("QSQLITE", "look");
        db.setDatabaseName(file);
        if (!db.open())
            return "cannot be opened";
        QSqlQuery query(db);
        query.exec("PRAGMA integrity_check");
        query.next();
        found = query.value(0).toString();
        query.exec("PRAGMA user_version");
        query.next();
        if (query.value(0).toInt() > 0) { // else the program ended before it had made its tables
            query.exec("INSERT INTO words (words) VALUES ('integrity-check')");
            if (query.lastError().isValid())
                found += " " + query.lastError().text();
        }
        db.close();
    }
    QSqlDatabase::removeDatabase("look");
    return found;
}

/// Everything on `screen` must be in the store, or something that grew out of it.
QString missing(conversations::Store& store, const QJsonObject& screen, const QList<QJsonObject>& later) {
    const auto stood = [&](const char* what) {
        return std::all_of(later.begin(), later.end(), [&](const QJsonObject& other) {
            return other.value("chat") == screen.value("chat") && other.value(what) == screen.value(what);
        });
    };
    conversations::Conversation stored;
    for (const auto& conversation : store.conversations().result())
        if (conversation.id == screen.value("chat").toString())
            stored = conversation;
    const auto messages = store.messages(screen.value("chat").toString()).result();
    QHash<QString, QString> contents;
    for (const auto& message : messages)
        contents[message.id] = message.content;
    for (const auto& value : screen.value("turns").toArray()) {
        const QString id = value.toArray().at(0).toString(), text = value.toArray().at(1).toString();
        if (!contents.contains(id) || !contents[id].startsWith(text))
            return "message: " + text.right(60) + " | stored: " + contents.value(id).right(60);
    }
    // What was typed may have been sent or changed since; only what stood still can be compared.
    if (stood("draft") && stored.draft.text != screen.value("draft").toString() && !stored.id.isEmpty())
        return "draft: " + screen.value("draft").toString() + " | stored: " + stored.draft.text;
    if (stored.id.isEmpty() && !screen.value("draft").toString().isEmpty() && stood("draft"))
        return "draft of a new chat: " + screen.value("draft").toString();
    if (stood("edits") && stored.edits != screen.value("edits").toObject())
        return "an edit";
    if (stood("queue") && int(stored.queue.size()) != screen.value("queue").toArray().size())
        return "the queue";
    return {};
}

} // namespace

class TestKill : public QObject {
    Q_OBJECT

    static void check(Run& run) {
        const QList<QByteArray> lines = run.process->readAllStandardOutput().split('\n');
        QList<QJsonObject> screens;
        for (const QByteArray& line : lines)
            if (const QJsonObject screen = QJsonDocument::fromJson(line).object(); !screen.isEmpty())
                screens += screen; // the last line may be cut
        QVERIFY2(!screens.isEmpty(), run.process->readAllStandardError());
        QJsonObject due;
        QList<QJsonObject> since;
        qint64 later = run.killedAt, passed = 0;
        for (qsizetype i = screens.size() - 1; i >= 0 && due.isEmpty(); --i) {
            const qint64 at = screens.at(i).value("t").toInteger();
            passed += std::min(later - at, longest_step_ms);
            later = at;
            since += screens.at(i);
            if (passed >= allowed_ms)
                due = screens.at(i);
        }
        QCOMPARE(soundness(run.folder->filePath("conversations.sqlite3")), QString("ok"));
        conversations::Store store(run.folder->path());
        const auto report = store.open().result();
        QVERIFY(report.movedAside.isEmpty());
        if (!due.isEmpty()) {
            const QString lost = missing(store, due, since);
            QVERIFY2(lost.isEmpty(), qPrintable(lost));
        }
        for (const auto& conversation : store.conversations().result())
            for (const auto& message : store.messages(conversation.id).result())
                QVERIFY(message.state != conversations::MessageState::Streaming);
    }

  private slots:
    void nothingOlderThanASecondIsLost() {
        QRandomGenerator random(QRandomGenerator::global()->generate());
        std::vector<Run> running;
        int started = 0, checked = 0;
        while (checked < kills) {
            while (int(running.size()) < at_once && started < kills) {
                Run run;
                run.process->start(QCoreApplication::applicationFilePath(),
                                   {"--child", run.folder->path(), QString::number(random.generate())});
                QVERIFY(run.process->waitForStarted());
                run.killAt = now() + 300 + random.bounded(2700);
                running.push_back(std::move(run));
                ++started;
            }
            QVERIFY(QTest::qWaitFor(
                [&] {
                    for (const Run& run : running)
                        if (now() >= run.killAt && run.process->bytesAvailable() > 0)
                            return true;
                    return false;
                },
                60000));
            for (auto run = running.begin(); run != running.end();) {
                if (now() < run->killAt || run->process->bytesAvailable() == 0) {
                    ++run;
                    continue;
                }
                run->killedAt = now();
                ::kill(pid_t(run->process->processId()), SIGKILL);
                QVERIFY(run->process->waitForFinished());
                check(*run);
                if (QTest::currentTestFailed())
                    return;
                ++checked;
                run = running.erase(run);
            }
        }
    }
};

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QGuiApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 4 && arguments.at(1) == "--child")
        return child(arguments.at(2), arguments.at(3).toUInt());
    TestKill test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_kill.moc"
