#include "app/tools/library.h"
#include "app/tools/tool_json.h"
#include "engine/base/json.h"
#include "kernels/error.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace hadal;
using namespace hadal::tools;

class LibraryTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;

    QString file() const { return folder_->filePath("tools.json"); }
    void put(const QByteArray& text) const {
        QFile out(file());
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(text);
    }
    Json onDisk() const {
        QFile in(file());
        return in.open(QIODevice::ReadOnly) ? parse_json(in.readAll().toStdString()) : Json();
    }
    static Tool tool(const QString& name) {
        Tool tool;
        tool.name = name;
        tool.purpose = "p";
        tool.action = AskAction{};
        tool.parameters = {{"type", "object"},
                           {"properties", {{"z", {{"type", "string"}}}, {"a", {{"type", "number"}}}}}};
        return tool;
    }
    static QStringList names(const Library& library) {
        QStringList names;
        for (const Tool& tool : library.tools())
            if (!library.isBuiltIn(tool.id))
                names += tool.name;
        return names;
    }

  private slots:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void whatIsSavedIsThereAgain() {
        Library library(folder_->path());
        QSignalSpy changed(&library, &Library::toolsChanged);
        QVERIFY(!QFile::exists(file())); // nothing is written unasked
        const QString id = library.save(tool("one"));
        QVERIFY(!id.isEmpty());
        QCOMPARE(changed.count(), 1);
        Tool two = tool("two");
        two.action = CommandAction{.program = "p",
                                   .arguments = {"x"},
                                   .shell = false,
                                   .folder = {},
                                   .input = {},
                                   .environment = {{"A", "b"}}};
        two.effect = Effect::Deletes;
        two.limits.network = true;
        two.id = library.save(two);
        const Library again(folder_->path());
        QCOMPARE(names(again), QStringList({"one", "two"}));
        QVERIFY(*again.find(two.id) == two);
        QCOMPARE(again.findByName("one")->id, id);
        QVERIFY(again.warning().isEmpty());
        // The order of parameters is the author's.
        QCOMPARE(again.find(id)->parameters["properties"].begin().key(), "z");
    }

    void savingAgainReplaces() {
        Library library(folder_->path());
        Tool one = tool("one");
        one.id = library.save(one);
        library.save(tool("two"));
        one.name = "first";
        library.save(one);
        QCOMPARE(names(library), QStringList({"first", "two"}));
    }

    void aFileOfALaterProgram() {
        put(R"({"later": [1], "tools": [
            {"type": "function", "function": {"name": "one"}, "hadal": {"id": "1", "colour": "red"}},
            {"type": "hologram", "hadal": {"id": "2"}},
            {"type": "function", "function": {"name": "three"}, "hadal": {"id": "3", "action": {"kind": "telepathy"}}}],
            "sets": [{"id": "s", "name": "S", "tools": ["1", "3", "gone"], "icon": "x"}]})");
        Library library(folder_->path());
        QCOMPARE(names(library), QStringList({"one"}));
        QCOMPARE(library.unreadable().size(), 2);
        QCOMPARE(library.sets()[0].tools, QStringList({"1"}));
        Tool one = *library.find("1");
        one.purpose = "new";
        library.save(one);
        ToolSet set = library.sets()[0];
        set.name = "T";
        library.saveSet(set);
        const Json json = onDisk();
        QCOMPARE(json["later"], Json({1}));
        QCOMPARE(json["tools"][0]["hadal"]["colour"], Json("red"));
        QCOMPARE(json["tools"][1]["type"], Json("hologram"));
        QCOMPARE(json["tools"][2]["hadal"]["action"]["kind"], Json("telepathy"));
        QCOMPARE(json["sets"][0]["icon"], Json("x"));
        QCOMPARE(json["sets"][0]["name"], Json("T"));
    }

    void aDamagedFileIsKept_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("cut") << QByteArray("{\"tools\": [");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("other") << QByteArray("[1, 2]");
        QTest::newRow("no lists") << QByteArray("{\"tools\": 1}");
        QTest::newRow("binary") << QByteArray("\0\xff\xfe", 3);
    }
    void aDamagedFileIsKept() {
        QFETCH(QByteArray, text);
        put(text);
        Library library(folder_->path());
        QVERIFY(!library.warning().isEmpty());
        library.save(tool("one"));
        const QStringList aside = QDir(folder_->path()).entryList({"tools-damaged-*.json"});
        QCOMPARE(aside.size(), 1);
        QVERIFY2(library.warning().contains(aside[0]), qPrintable(library.warning()));
        QFile kept(folder_->filePath(aside[0]));
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QCOMPARE(kept.readAll(), text);
        QCOMPARE(names(Library(folder_->path())), QStringList({"one"}));
    }

    /// An editor may write it in pieces: between two of them nothing is lost.
    void toolsStayWhileTheFileIsDamaged() {
        Library library(folder_->path());
        library.save(tool("one"));
        QFile written(file());
        QVERIFY(written.open(QIODevice::ReadOnly));
        const QByteArray text = written.readAll();
        put(text.left(40));
        QTRY_VERIFY(!library.warning().isEmpty());
        QCOMPARE(names(library), QStringList({"one"}));
        put(text);
        QTRY_VERIFY(library.warning().isEmpty());
        put(text.left(40));
        QTRY_VERIFY(!library.warning().isEmpty());
        library.save(tool("two"));
        QCOMPARE(names(Library(folder_->path())), QStringList({"one", "two"}));
    }

    void numbersKeepTheirDigits() {
        Library library(folder_->path());
        Tool large = tool("large");
        large.parameters["properties"]["n"] = parse_json(R"({"maximum": 123456789012345678901234567890})");
        const QString id = library.save(large);
        QCOMPARE(Library(folder_->path()).find(id)->parameters, large.parameters);
        QVERIFY(library.exported({id}).contains("123456789012345678901234567890"));
    }

    void changesOfOthersAreSeen() {
        Library library(folder_->path()), other(folder_->path());
        QSignalSpy changed(&other, &Library::toolsChanged);
        library.save(tool("one"));
        QTRY_COMPARE(names(other), QStringList({"one"}));
        QCOMPARE(changed.count(), 1);
        // Both change at once: neither loses what the other did.
        library.save(tool("two"));
        other.save(tool("three"));
        QTRY_COMPARE(names(library), QStringList({"one", "two", "three"}));
        QTRY_COMPARE(names(other), QStringList({"one", "two", "three"}));
    }

    void namesAreFree() {
        Library library(folder_->path());
        const QString id = library.save(tool("a"));
        QCOMPARE(library.freeName("a"), u"a_2"_qs);
        QCOMPARE(library.freeName("a", id), u"a"_qs);
        QCOMPARE(library.freeName("ein Name ä"), u"ein_Name__"_qs);
        QCOMPARE(library.freeName(""), u"tool"_qs);
        QCOMPARE(library.freeName("calculator"), u"calculator_2"_qs);
        const QString longest(64, u'x');
        library.save(tool(longest));
        QCOMPARE(library.freeName(longest), longest.left(62) + "_2");
    }

    void duplicates() {
        Library library(folder_->path());
        const QString one = library.save(tool("one"));
        library.save(tool("two"));
        library.saveSet({{}, "S", {one}});
        const QString copy = library.duplicate(one);
        QCOMPARE(names(library), QStringList({"one", "one_2", "two"}));
        QCOMPARE(library.sets()[0].tools, QStringList({one, copy}));
        const QString calculator = library.duplicate("calculator");
        QVERIFY(!library.isBuiltIn(calculator));
        QVERIFY(library.find(calculator)->action == library.find("calculator")->action);
    }

    void removingCanBeUndone() {
        Library library(folder_->path());
        const QString one = library.save(tool("one")), two = library.save(tool("two"));
        library.saveSet({{}, "S", {one, two}});
        const Json before = onDisk();
        const RemovedTool removed = library.remove(one);
        QCOMPARE(names(library), QStringList({"two"}));
        QCOMPARE(library.sets()[0].tools, QStringList({two}));
        library.restore(removed);
        QCOMPARE(names(library), QStringList({"one", "two"}));
        QVERIFY(library.sets()[0].tools.contains(one));
        QCOMPARE(onDisk()["tools"].dump(), before["tools"].dump());
        library.restore(removed); // twice is once
        QCOMPARE(names(library), QStringList({"one", "two"}));
        QVERIFY_EXCEPTION_THROWN(library.remove("nothing"), Error);
        QVERIFY_EXCEPTION_THROWN(library.remove("calculator"), Error);
    }

    void moving() {
        Library library(folder_->path());
        QStringList ids;
        for (const char* name : {"a", "b", "c", "d"})
            ids += library.save(tool(name));
        library.move(ids[3], 0);
        QCOMPARE(names(library), QStringList({"d", "a", "b", "c"}));
        library.move(ids[3], 3);
        QCOMPARE(names(library), QStringList({"a", "b", "c", "d"}));
        library.move(ids[0], 2);
        QCOMPARE(names(library), QStringList({"b", "c", "a", "d"}));
    }

    void sets() {
        Library library(folder_->path());
        QSignalSpy changed(&library, &Library::setsChanged);
        const QString one = library.save(tool("one"));
        const QString id = library.saveSet({{}, "S", {one, one, "gone", "clock"}});
        QCOMPARE(changed.count(), 1);
        QCOMPARE(library.findSet(id)->tools, QStringList({one, "clock"}));
        const ToolSet removed = library.removeSet(id);
        QVERIFY(library.sets().isEmpty());
        QCOMPARE(library.tools().size(), 7);
        QCOMPARE(library.saveSet(removed), id);
        QCOMPARE(library.sets().size(), 1);
    }

    void builtInToolsCanBeChangedAndBroughtBack() {
        Library library(folder_->path());
        Tool search = *library.find("find_in_files");
        const Tool original = search;
        search.limits.folders = {{"/x", false}};
        library.save(search);
        QVERIFY(library.isBuiltIn("find_in_files"));
        QVERIFY(library.isChanged("find_in_files"));
        QCOMPARE(Library(folder_->path()).find("find_in_files")->limits.folders[0].path, u"/x"_qs);
        QCOMPARE(library.tools().size(), 6);
        library.revert("find_in_files");
        QVERIFY(*library.find("find_in_files") == original);
        QVERIFY(!library.isChanged("find_in_files"));
    }

    void exportAndImport() {
        Library library(folder_->path());
        Tool one = tool("one");
        one.action = ScriptAction{"function run() {}"};
        one.id = library.save(one);
        const QString two = library.save(tool("two"));
        const QByteArray both = library.exported({one.id, two}), alone = library.exported({one.id});
        QVERIFY(parse_json(both.toStdString()).is_array());
        QVERIFY(parse_json(alone.toStdString()).is_object());
        QCOMPARE(library.import(both), QStringList({one.id, two})); // already there
        QTemporaryDir elsewhere;
        Library other(elsewhere.path());
        other.save(tool("two")); // of the same form as well: not again
        const QStringList ids = other.import(both);
        QCOMPARE(names(other), QStringList({"two", "one"}));
        Tool arrived = *other.find(ids[0]);
        QVERIFY(arrived.id != one.id);
        arrived.id = one.id;
        QVERIFY(arrived == one);
        // Another one of a name that is taken.
        Tool different = tool("one");
        different.purpose = "q";
        QTemporaryDir third;
        Library source(third.path());
        other.import(source.exported({source.save(different)}));
        QVERIFY(names(other).contains("one_2"));
    }

    /// Who makes a tool may name any secret in it; the person gives them.
    void secretsDoNotTravel() {
        Library library(folder_->path());
        Tool one = tool("one");
        one.secrets = {"key"};
        const QString id = library.save(one);
        QCOMPARE(Library(folder_->path()).find(id)->secrets, QStringList{"key"});
        const QByteArray text = library.exported({id});
        QVERIFY(!text.contains("key"));
        QCOMPARE(library.import(text), QStringList{id}); // the same tool, to which it stays given
        QCOMPARE(library.find(id)->secrets, QStringList{"key"});
        QTemporaryDir elsewhere;
        Library other(elsewhere.path());
        Json claims = parse_json(text.toStdString());
        claims["hadal"]["secrets"] = {"key", "another"};
        QCOMPARE(other.find(other.import(QByteArray::fromStdString(claims.dump()))[0])->secrets,
                 QStringList());
    }

    void importOfOtherForms() {
        Library library(folder_->path());
        const auto ids = library.import(
            R"({"model": "x", "messages": [], "tools": [{"type": "function", "function": {"name": "weather", "strict": true}},
                                            {"type": "function", "function": {"name": "weather", "description": "other"}}]})");
        QCOMPARE(names(library), QStringList({"weather", "weather_2"}));
        QVERIFY(std::holds_alternative<AskAction>(library.find(ids[0])->action));
        QCOMPARE(onDisk()["tools"][0]["function"]["strict"], Json(true));
        library.import(R"({"name": "bare", "description": "d", "parameters": {}})");
        QVERIFY(library.findByName("bare"));
        for (const char* wrong : {"", "{", "1", "[]", "[1]",
                                  R"([{"type": "function", "function": {"name": "ok"}}, {"type": "x"}])"}) {
            const auto before = library.tools().size();
            QVERIFY_EXCEPTION_THROWN(library.import(wrong), Error);
            QCOMPARE(library.tools().size(), before);
        }
    }

    void aFolderThatCannotBeWritten() {
        QFile blocker(folder_->filePath("x"));
        QVERIFY(blocker.open(QIODevice::WriteOnly));
        Library library(folder_->filePath("x/data"));
        try {
            library.save(tool("one"));
            QFAIL("saved");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::InvalidFile);
        }
        QVERIFY(names(library).isEmpty());
    }
};

QTEST_GUILESS_MAIN(LibraryTest)
#include "library_test.moc"
