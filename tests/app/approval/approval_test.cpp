// What runs, what is asked about and what is refused.
#include "app/approval/rule_book.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <set>

using namespace hadal;
using namespace hadal::approval;
using tools::Effect;

namespace {

/// What may be known of a call; '*' in the table below stands for any.
struct Case {
    char tool;      ///< '+' known, '-' not
    char arguments; ///< '+' they fit
    char sandbox;   ///< '+' it can be run
    char kind;      ///< 'r' reads, 'w' writes, 'd' deletes, 'a' the person answers
    char was;       ///< '!' it was running when the program ended, '.' not
    char chat;      ///< '.' no rule, 'n' never, 'y' allowed, 'x' with other arguments, 'c' before a change
    char always;    ///< as above
    char lock;      ///< 'l' locked, '.' not
    char reads;     ///< 'u' unasked, '.' asked
};
constexpr int columns = 9;
constexpr const char* values[columns] = {"+-", "+-", "+-", "rwda", "!.", ".nyxc", ".nyxc", "l.", "u."};

struct Line {
    const char* when;
    Decision::Kind kind;
    Reason reason;
};

// The first line that fits decides. Columns as in Case.
const Line table[] = {
    {"-********", Decision::Refuse, Reason::UnknownTool},
    {"*-*******", Decision::Refuse, Reason::InvalidArguments},
    {"**-******", Decision::Refuse, Reason::CannotRun},
    {"*****n***", Decision::Refuse, Reason::Never},
    {"******n**", Decision::Refuse, Reason::Never}, // locked or not
    {"***a*****", Decision::Run, Reason::PersonAnswers},
    {"****!****", Decision::Ask, Reason::Interrupted}, // whatever is allowed
    {"*****y***", Decision::Run, Reason::AllowedHere}, // locked or not
    {"******y.*", Decision::Run, Reason::AllowedAlways},
    {"***r****u", Decision::Run, Reason::ReadsOnly},
    {"*****x***", Decision::Ask, Reason::NotCovered},
    {"******x.*", Decision::Ask, Reason::NotCovered},
    {"*****c***", Decision::Ask, Reason::Changed},
    {"******c.*", Decision::Ask, Reason::Changed},
    {"******yl*", Decision::Ask, Reason::Locked},
    {"******xl*", Decision::Ask, Reason::Locked},
    {"******cl*", Decision::Ask, Reason::Locked},
    {"*****..**", Decision::Ask, Reason::NotAllowed},
};

tools::Tool toolFor(char kind) {
    tools::Tool tool;
    tool.id = "t";
    tool.name = "tool";
    tool.effect = kind == 'w' ? Effect::Writes : kind == 'd' ? Effect::Deletes : Effect::Reads;
    if (kind == 'a')
        tool.action = tools::AskAction{};
    else
        tool.action = tools::CommandAction{"ls", {"{{path}}"}, false, {}, {}, {}};
    return tool;
}

QList<Rule> rulesFor(char what, const tools::Tool& tool) {
    Rule rule{tool.id, true, definitionOf(tool), {{Constraint::Is, "path", Json("/a")}}};
    switch (what) {
    case '.':
        rule.tool = "another";
        break;
    case 'n':
        rule.allow = false;
        break;
    case 'x':
        rule.where = {{Constraint::Is, "path", Json("/b")}};
        break;
    case 'c':
        rule.definition = "0000";
        break;
    }
    return {rule};
}

/// JSON written with ' for ".
Json json(QString text) {
    return parse_json(text.replace('\'', '"').toStdString());
}

} // namespace

class TestApproval : public QObject {
    Q_OBJECT

  private slots:
    /// Every combination of everything that a decision may depend on.
    void theWholeTable() {
        std::set<const Line*> used;
        char now[columns + 1] = {};
        int cases = 0;
        const auto check = [&](const auto& self, int column) -> void {
            if (column < columns) {
                for (const char* value = values[column]; *value; ++value) {
                    now[column] = *value;
                    self(self, column + 1);
                }
                return;
            }
            ++cases;
            const Case at{now[0], now[1], now[2], now[3], now[4], now[5], now[6], now[7], now[8]};
            const tools::Tool tool = toolFor(at.kind);
            const Call call{at.tool == '+' ? &tool : nullptr, Json{{"path", "/a"}},
                            at.arguments == '+' ? "" : "they do not fit",
                            at.sandbox == '+' ? "" : "no sandbox", at.was == '!'};
            const Policy policy{rulesFor(at.chat, tool), rulesFor(at.always, tool), at.lock == 'l',
                                at.reads == 'u'};
            for (const Line& line : table) {
                bool fits = true;
                for (int i = 0; i < columns; ++i)
                    fits = fits && (line.when[i] == '*' || line.when[i] == now[i]);
                if (!fits)
                    continue;
                used.insert(&line);
                const Decision decision = decide(policy, call);
                QVERIFY2(decision == (Decision{line.kind, line.reason}),
                         qPrintable(QString("%1: expected %2/%3, got %4/%5")
                                        .arg(now)
                                        .arg(line.kind)
                                        .arg(int(line.reason))
                                        .arg(decision.kind)
                                        .arg(int(decision.reason))));
                return;
            }
            QFAIL(qPrintable(QString("No line for %1").arg(now)));
        };
        check(check, 0);
        QCOMPARE(cases, 2 * 2 * 2 * 4 * 2 * 5 * 5 * 2 * 2);
        QCOMPARE(used.size(), std::size(table)); // no line is dead
    }

    void aDefinitionIsAllButTheWords() {
        const tools::Tool tool = toolFor('w');
        const QByteArray before = definitionOf(tool);
        const auto changes = [&](auto change) {
            tools::Tool other = tool;
            change(other);
            return definitionOf(other) != before;
        };
        QVERIFY(!changes([](tools::Tool& t) { t.name = "renamed"; }));
        QVERIFY(!changes([](tools::Tool& t) { t.purpose = "in other words"; }));
        QVERIFY(changes([](tools::Tool& t) { t.effect = Effect::Deletes; }));
        QVERIFY(changes([](tools::Tool& t) { t.parameters["type"] = "object"; }));
        QVERIFY(changes([](tools::Tool& t) { t.limits.network = true; }));
        QVERIFY(changes([](tools::Tool& t) { t.limits.seconds = 31; }));
        QVERIFY(changes([](tools::Tool& t) { t.limits.memoryMiB = 1; }));
        QVERIFY(changes([](tools::Tool& t) { t.limits.processes = 1; }));
        QVERIFY(changes([](tools::Tool& t) { t.limits.outputBytes = 1; }));
        QVERIFY(changes([](tools::Tool& t) { t.limits.folders = {{"/a", false}}; }));
        const auto command = [](tools::Tool& t) -> tools::CommandAction& {
            return std::get<tools::CommandAction>(t.action);
        };
        QVERIFY(changes([&](tools::Tool& t) { command(t).program = "rm"; }));
        QVERIFY(changes([&](tools::Tool& t) { command(t).arguments += "x"; }));
        QVERIFY(changes([&](tools::Tool& t) { command(t).shell = true; }));
        QVERIFY(changes([&](tools::Tool& t) { command(t).folder = "/"; }));
        QVERIFY(changes([&](tools::Tool& t) { command(t).input = "y"; }));
        QVERIFY(changes([&](tools::Tool& t) { command(t).environment["A"] = "b"; }));
        QVERIFY(changes([](tools::Tool& t) { t.action = tools::ScriptAction{"ls"}; }));
        std::set<QByteArray> kinds;
        for (const tools::Action& action :
             {tools::Action(tools::HttpAction{"GET", "u", {}, ""}),
              tools::Action(tools::HttpAction{"PUT", "u", {}, ""}),
              tools::Action(tools::HttpAction{"GET", "v", {}, ""}),
              tools::Action(tools::HttpAction{"GET", "u", {{"a", "b"}}, ""}),
              tools::Action(tools::HttpAction{"GET", "u", {}, "b"}), tools::Action(tools::ScriptAction{"u"}),
              tools::Action(tools::FilesAction{tools::FilesAction::Read}),
              tools::Action(tools::FilesAction{tools::FilesAction::Search}),
              tools::Action(tools::AskAction{"u"}), tools::Action(tools::McpAction{"u", "v", {}}),
              tools::Action(tools::McpAction{"v", "u", {}}),
              tools::Action(tools::McpAction{"v", "u", "other"})}) {
            tools::Tool other = tool;
            other.action = action;
            kinds.insert(definitionOf(other));
        }
        QCOMPARE(kinds.size(), std::size_t(12));
    }

    void constraintsHold_data() {
        QTest::addColumn<bool>("within");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<bool>("expected");
        const auto row = [](const char* name, bool within, const char* value, const char* arguments,
                            bool expected) {
            QTest::newRow(name) << within << value << arguments << expected;
        };
        row("equal text", false, "'a'", "{'x': 'a'}", true);
        row("other text", false, "'a'", "{'x': 'b'}", false);
        row("text is no number", false, "'1'", "{'x': 1}", false);
        row("equal object", false, "{'a': [1, null]}", "{'x': {'a': [1, null]}}", true);
        row("not given", false, "null", "{'y': null}", false);
        row("large numbers keep their digits", false, "123456789012345678901", "{'x': 123456789012345678902}",
            false);
        row("the folder", true, "'/data/c'", "{'x': '/data/c'}", true);
        row("below", true, "'/data/c'", "{'x': '/data/c/d/e'}", true);
        row("a slash at the end", true, "'/data/c/'", "{'x': '/data/c/d'}", true);
        row("a longer name", true, "'/data/c'", "{'x': '/data/cc'}", false);
        row("above", true, "'/data/c'", "{'x': '/data'}", false);
        row("up and away", true, "'/data/c'", "{'x': '/data/c/../secret'}", false);
        row("up and back", true, "'/data/c'", "{'x': '/data/c/d/../e'}", false);
        row("two slashes", true, "'/data/c'", "{'x': '/data//c///d'}", true);
        row("relative", true, "'/data/c'", "{'x': 'd'}", false);
        row("empty", true, "'/data/c'", "{'x': ''}", false);
        row("all of a list", true, "'/data/c'", "{'x': ['/data/c/1', '/data/c/2']}", true);
        row("one of a list", true, "'/data/c'", "{'x': ['/data/c/1', '/etc']}", false);
        row("an empty list", true, "'/data/c'", "{'x': []}", false);
        row("a number", true, "'/data/c'", "{'x': 1}", false);
        row("root holds all", true, "'/'", "{'x': '/etc'}", true);
        row("a folder that is none", true, "''", "{'x': '/etc'}", false);
    }
    void constraintsHold() {
        QFETCH(bool, within);
        QFETCH(QString, value);
        QFETCH(QString, arguments);
        const Constraint constraint{within ? Constraint::Within : Constraint::Is, "x", json(value)};
        QTEST(holds(constraint, json(arguments)), "expected");
    }

    void rulesComeBackAsTheyWere() {
        const QList<Rule> rules = {{"t",
                                    true,
                                    "aa",
                                    {{Constraint::Within, "path", Json("/a")},
                                     {Constraint::Is, "n", big_integer("123456789012345678901")}}},
                                   {"u", false, "", {}}};
        QCOMPARE(readRules(toJson(rules)), rules);
    }

    void whatCannotBeReadAllowsNothing() {
        const QJsonObject good = toJson(Rule{"t", true, "aa", {{Constraint::Is, "n", Json(1)}}});
        QVERIFY(readRule(good));
        const auto broken = [&](const char* key, const QJsonValue& value) {
            QJsonObject bad = good;
            bad[key] = value;
            return !readRule(bad);
        };
        QVERIFY(broken("tool", ""));
        QVERIFY(broken("tool", 1));
        QVERIFY(broken("run", "sometimes"));
        QVERIFY(broken("where", QJsonValue::Undefined)); // its limits are lost
        QVERIFY(broken("where", QJsonArray{1}));
        QVERIFY(
            broken("where", QJsonArray{QJsonObject{{"argument", "n"}, {"kind", "like"}, {"value", "1"}}}));
        QVERIFY(broken("where", QJsonArray{QJsonObject{{"argument", "n"}, {"kind", "is"}, {"value", "{"}}}));
        QVERIFY(readRules({1, "x", QJsonObject()}).isEmpty());
        // A "never" stands even so.
        QVERIFY(readRule(QJsonObject{{"tool", "t"}, {"run", "never"}}));
    }

    void theLastWordCounts() {
        const Rule all{"t", true, "d", {}}, some{"t", true, "d", {{Constraint::Is, "n", Json(1)}}};
        const Rule never{"t", false, "d", {}}, other{"u", true, "d", {}};
        QList<Rule> rules = with(with(with({}, other), some), all);
        QCOMPARE(rules.size(), 3);
        QCOMPARE(with(rules, some).size(), 3); // not twice
        rules = with(rules, never);
        QCOMPARE(rules, (QList<Rule>{other, never}));
        rules = with(rules, some);
        QCOMPARE(rules, (QList<Rule>{other, some}));
        QCOMPARE(with(rules, {"t", true, "new", {}}).size(), 2); // what lapsed is not kept
        QCOMPARE(without(rules, "t"), QList<Rule>{other});
    }

    void theBookKeepsRulesAndTheLockIsForGood() {
        const QTemporaryDir folder;
        const Rule yes{"t", true, "d", {}}, no{"u", false, "d", {}};
        {
            RuleBook book(folder.path());
            QVERIFY(!book.locked() && !book.readsUnasked() && book.rules().isEmpty()); // asks by default
            book.add(yes);
            book.add(no);
            book.setReadsUnasked(true);
        }
        {
            RuleBook book(folder.path());
            QCOMPARE(book.rules(), (QList<Rule>{yes, no}));
            QVERIFY(book.readsUnasked());
            book.setLocked(true);
            QCOMPARE(book.rules(), QList<Rule>{no}); // "never" stays
            book.add(yes);
            QCOMPARE(book.rules(), QList<Rule>{no});
            book.setLocked(false);
        }
        RuleBook book(folder.path());
        QVERIFY(!book.locked());
        QCOMPARE(book.rules(), QList<Rule>{no}); // they do not come back
        book.forget("u");
        QVERIFY(book.rules().isEmpty());
    }

    void beingAskedOnceAChatIsKeptAndAllowsNothing() {
        const QTemporaryDir folder;
        {
            RuleBook book(folder.path());
            book.setOnceAChat("t", true);
            book.setOnceAChat("u", true);
            book.setOnceAChat("u", false);
            QVERIFY(book.rules().isEmpty());
        }
        RuleBook book(folder.path());
        QVERIFY(book.onceAChat("t") && !book.onceAChat("u"));
        QCOMPARE(book.policyWith({}), Policy());
    }

    void aDamagedBookLocksAndIsKept() {
        const QTemporaryDir folder;
        QFile file(folder.filePath("approval.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"locked\": true, \"rules\": [");
        file.close();
        RuleBook book(folder.path());
        QVERIFY(book.problem().contains("approval.json"));
        QVERIFY(book.locked() && book.rules().isEmpty());
        book.add({"t", false, "d", {}});
        QCOMPARE(QDir(folder.path()).entryList({"approval-damaged-*.json"}).size(), 1);
        const RuleBook again(folder.path());
        QVERIFY(again.locked() && again.count() == 1 && again.problem().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestApproval)
#include "approval_test.moc"
