// The page of tools without its page: the form, the library behind it, the preview, the trial and its
// history.
#include "kernels/error.h"
#include "tests/ui/fixture.h"

using namespace hadal;
using namespace hadal::ui;
using namespace hadal::ui::test;

class TestToolPage : public QObject {
    Q_OBJECT

  private:
    std::unique_ptr<Fixture> fixture;
    ToolDesk* desk() const { return fixture->desk.get(); }
    ToolForm* form() const { return fixture->desk->form(); }
    const tools::Tool& stored() const { return *fixture->library.find(desk()->current()); }
    QString problem(const QString& part) const { return form()->problems().toMap().value(part).toString(); }

  private slots:
    void init() {
        QTest::failOnWarning(QRegularExpression("."));
        fixture = std::make_unique<Fixture>();
        fixture->load();
        QTRY_COMPARE(fixture->host.state(), host::ModelHost::State::Ready);
    }
    void cleanup() { fixture.reset(); }

    // ---- the library ----

    void everyEditIsSavedAndTakenBackByField() {
        desk()->create();
        const QString fresh = form()->name();
        QVERIFY(desk()->acts() && !desk()->acts()->empty());
        for (const char* text : {"n", "no", "nod", "node", "nodes"})
            form()->setName(text);
        form()->setPurpose("Lists the nodes.");
        QCOMPARE(stored().name, "nodes");
        QCOMPARE(stored().purpose, "Lists the nodes.");
        desk()->acts()->undo();
        QVERIFY(stored().purpose.isEmpty());
        QVERIFY(form()->purpose().isEmpty());
        QCOMPARE(stored().name, "nodes");
        desk()->acts()->undo(); // five letters, one step
        QCOMPARE(stored().name, fresh);
        desk()->acts()->undo();
        QVERIFY(!fixture->library.findByName(fresh));
    }

    void aDeletedToolComesBackWithItsSets() {
        const QString id = desk()->create();
        const QString set = desk()->createSet("Cluster", id);
        QCOMPARE(desk()->setsOfCurrent(), "Cluster");
        desk()->remove(id);
        QVERIFY(!fixture->library.find(id));
        QVERIFY(desk()->current() != id);
        desk()->acts()->undo();
        QCOMPARE(desk()->current(), id);
        QVERIFY(desk()->isInSet(set, id));
        desk()->setInSet(set, id, false);
        QVERIFY(!desk()->isInSet(set, id));
        desk()->acts()->undo();
        QVERIFY(desk()->isInSet(set, id));
        desk()->renameSet(set, " ");
        QCOMPARE(desk()->setNames(), QStringList{"Cluster"});
    }

    void builtInToolsComeAsTheyWereAndAsExamples() {
        const QString example = desk()->examples().first();
        const QString id = fixture->library.findByName(example)->id;
        desk()->open(id);
        QVERIFY(desk()->builtIn() && !desk()->altered());
        form()->setPurpose("Another.");
        QVERIFY(desk()->altered());
        desk()->revert(id);
        QVERIFY(!desk()->altered());
        desk()->remove(id); // stays, and says so
        QVERIFY(fixture->library.find(id));
        QVERIFY(!desk()->problem().isEmpty());
        desk()->addExample(example);
        QVERIFY(!desk()->builtIn());
        QCOMPARE(form()->name(), example + "_2");
    }

    void exportAndImportGiveTheSameTool() {
        desk()->create();
        form()->setProgram("ls");
        form()->arguments()->add({}, "-l");
        form()->setPurpose("Lists files.");
        const tools::Tool before = stored();
        const QUrl file = QUrl::fromLocalFile(fixture->folder.filePath("out.json"));
        QCOMPARE(desk()->exportFile(file, {before.id}), QString());
        desk()->remove(before.id);
        QCOMPARE(desk()->importFile(file), QString());
        tools::Tool after = stored();
        after.id = before.id;
        QVERIFY(after == before);
        desk()->acts()->undo();
        QVERIFY(!fixture->library.findByName(before.name));
        QVERIFY(!desk()->importText("{").isEmpty());
        QCOMPARE(desk()->importText(
                     R"({"type":"function","function":{"name":"remote","parameters":{"type":"object"}}})"),
                 QString());
        QCOMPARE(form()->action(), ToolForm::Ask);
    }

    void theListHasSectionsAndFilters() {
        const QString id = desk()->create();
        form()->setName("alpha_tool");
        form()->setProgram("ls");
        form()->setPurpose("Something.");
        const QString set = desk()->createSet("Mine", id);
        ToolRows* rows = desk()->rows();
        QCOMPARE(rows->index(0).data(ToolRows::KindRole).toInt(), int(ToolRows::Heading));
        QCOMPARE(rows->index(1).data(ToolRows::IdRole).toString(), id);
        QVERIFY(!rows->index(1).data(ToolRows::WrongRole).toBool());
        form()->setProgram({});
        QVERIFY(rows->index(1).data(ToolRows::WrongRole).toBool());
        const int open = rows->count();
        rows->setOpen(set, false);
        QCOMPARE(rows->count(), open - 1);
        rows->setFilter("ALPHA");
        QCOMPARE(rows->count(), 5); // two headings, the tool, the set and the tool in it
        rows->setFilter("nothing is called so");
        QCOMPARE(rows->count(), 0);
        rows->setFilter({});
        QCOMPARE(rows->count(), open - 1);
    }

    // ---- the form ----

    void problemsStandAtTheirPlace() {
        desk()->create();
        form()->setName("with spaces");
        QVERIFY(!problem("name").isEmpty());
        form()->setName("calculator");
        QVERIFY(!problem("name").isEmpty()); // taken
        form()->setName("fine");
        QVERIFY(problem("name").isEmpty());
        QVERIFY(!problem("program").isEmpty());
        form()->setProgram("ls");
        form()->arguments()->add({}, "-l");
        form()->arguments()->add({}, "{{path}}");
        QVERIFY(problem("arguments.0").isEmpty());
        QVERIFY(!problem("arguments.1").isEmpty());
        form()->setParameters(R"({"type": "object", "properties": {"path": {"type": "string"}}})");
        QCOMPARE(form()->parameterNames(), QStringList{"path"});
        QVERIFY(problem("arguments.1").isEmpty());
        QVERIFY(form()->usable());
        form()->setSeconds(0);
        QVERIFY(!problem("seconds").isEmpty());
    }

    void whatIsNoJsonStaysAsTypedAndIsNotTaken() {
        desk()->create();
        const Json before = stored().parameters;
        form()->setParameters("{\n  \"type\": oops\n}");
        QCOMPARE(form()->parameters(), "{\n  \"type\": oops\n}");
        QCOMPARE(form()->parametersLine(), 2);
        QVERIFY(!problem("parameters").isEmpty());
        QVERIFY(stored().parameters == before);
        form()->setParameters("{\"type\": \"object\"}");
        QCOMPARE(form()->parametersLine(), 0);
        QVERIFY(stored().parameters == Json({{"type", "object"}}));
    }

    void anotherKindOfActionAndBackLosesNothing() {
        desk()->create();
        form()->setProgram("ls");
        form()->arguments()->add({}, "-l");
        form()->environment()->add("LANG", "C");
        form()->setAction(ToolForm::Http);
        QVERIFY(form()->network());
        form()->setUrl("https://example.org/{{path}}");
        QCOMPARE(form()->headers()->count(), 0);
        form()->headers()->add("Accept", "text/plain");
        QCOMPARE(std::get<tools::HttpAction>(stored().action).headers.value("Accept"), "text/plain");
        form()->setAction(ToolForm::Command);
        QCOMPARE(form()->program(), "ls");
        QCOMPARE(form()->arguments()->count(), 1);
        QCOMPARE(form()->environment()->rows().value(0).value, "C");
        form()->setAction(ToolForm::Http);
        QCOMPARE(form()->headers()->count(), 1);
    }

    void aLineIsSplitIntoArguments() {
        desk()->create();
        form()->setProgram("grep -r \"two words\" .");
        form()->splitLine(form()->program());
        QCOMPARE(form()->program(), "grep");
        QCOMPARE(form()->arguments()->count(), 3);
        QCOMPARE(form()->arguments()->rows()[1].value, "two words");
        form()->arguments()->move(1, 0);
        QCOMPARE(std::get<tools::CommandAction>(stored().action).arguments,
                 (QStringList{"two words", "-r", "."}));
    }

    void aRowThatIsNotFilledInStays() {
        desk()->create();
        form()->setAction(ToolForm::Http);
        form()->headers()->add("Accept", "text/plain");
        form()->headers()->add();
        form()->setUrl("https://example.org");
        QCOMPARE(form()->headers()->count(), 2);
    }

    // ---- what the model sees ----

    void thePreviewIsTheItemAndItsTokens() {
        desk()->create();
        form()->setName("nodes");
        QVERIFY(desk()->preview()->json().contains("\"nodes\""));
        QTRY_VERIFY(desk()->preview()->tokens() > 0);
        QVERIFY(desk()->preview()->prompt().isEmpty()); // a scripted model has no format
    }

    // ---- trying it ----

    void aRunShowsItsResultAndIsKept() {
        desk()->create();
        form()->setProgram("ls");
        form()->setName("look");
        ToolTrial* trial = desk()->trial();
        trial->run();
        QVERIFY(trial->running());
        QTRY_VERIFY(trial->done());
        QVERIFY(!trial->running());
        QCOMPARE(trial->status(), ToolTrial::Done);
        QCOMPARE(trial->text(), "look {}");
        QTRY_VERIFY(trial->tokens() > 0);
        QCOMPARE(trial->history()->count(), 1);
        trial->runAgain(0);
        QTRY_COMPARE(trial->history()->count(), 2);
        const QString id = desk()->current();
        desk()->open(fixture->library.findByName("calculator")->id);
        QVERIFY(!trial->done());
        QCOMPARE(trial->history()->count(), 0);
        desk()->open(id);
        QCOMPARE(trial->history()->count(), 2);
        trial->showRun(1);
        QVERIFY(trial->done());
        trial->history()->clear();
        QCOMPARE(trial->history()->count(), 0);
    }

    void aRunIsStopped() {
        fixture->runner.at_once = false;
        desk()->create();
        form()->setProgram("ls");
        desk()->trial()->run();
        desk()->trial()->stop();
        QTRY_VERIFY(desk()->trial()->done());
        QCOMPARE(desk()->trial()->status(), ToolTrial::Stopped);
    }

    void anotherToolEndsTheRun() {
        fixture->runner.at_once = false;
        desk()->create();
        form()->setProgram("ls");
        desk()->trial()->run();
        QPointer<hadal::test::FakeRun> run = fixture->runner.runs.last();
        desk()->open(fixture->library.findByName("calculator")->id);
        QVERIFY(!run);
        QVERIFY(!desk()->trial()->running());
    }

    void thePersonAnswers() {
        desk()->create();
        form()->setAction(ToolForm::Ask);
        desk()->trial()->run();
        QTRY_COMPARE(desk()->trial()->question(), "How many?");
        desk()->trial()->answer("Seven");
        QTRY_VERIFY(desk()->trial()->done());
        QCOMPARE(desk()->trial()->text(), "Seven");
    }

    void theHistoryIsBoundedAndHoldsNoSecrets() {
        secrets::Redactor redactor;
        redactor.add("very-secret-key");
        const QString folder = fixture->folder.filePath("runs");
        RunHistory history(folder, &redactor, nullptr);
        history.show("one");
        for (int i = 0; i < RunHistory::kRuns + 5; ++i)
            history.add({{"n", i}, {"key", "very-secret-key"}},
                        {tools::RunResult::Done, "got very-secret-key " + QString(20000, 'x'), false, 20000,
                         0.1, "none"});
        QCOMPARE(history.count(), RunHistory::kRuns);
        RunHistory again(folder, &redactor, nullptr);
        again.show("one");
        QCOMPARE(again.count(), RunHistory::kRuns);
        QCOMPARE(again.argumentsOf(0).at("n").get<int>(), RunHistory::kRuns + 4);
        QVERIFY(again.resultOf(0).cut);
        QVERIFY(again.resultOf(0).text.size() <= RunHistory::kText);
        QFile file(folder + "/one.json");
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains("very-secret-key"));
    }
};

QTEST_MAIN(TestToolPage)
#include "test_tool_page.moc"
