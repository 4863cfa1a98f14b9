// Code in colour: samples of every language, and what must hold for any text.
#include "ui/highlight/highlighter.h"
#include "ui/markdown/code_lines.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSet>
#include <QTest>

using namespace hadal::ui;
using namespace hadal::ui::code;

namespace {

char letter(Token token) {
    return ".ktsenfca+-"[int(token)];
}

/// One letter a character: what it is coloured as.
QString colours(const QString& language, const QString& source) {
    State state(findLanguage(language));
    QStringList lines;
    for (const QString& line : source.split('\n')) {
        QString shown;
        for (const Stretch& stretch : highlightLine(line, state))
            shown += QString(stretch.length, letter(stretch.token));
        lines += shown;
    }
    return lines.join('\n');
}

QString hostile(QRandomGenerator& random, int size) {
    static const QStringList pieces = {
        "\"",    "'",    "`",        "\"\"\"",    "'''", "/*",   "*/",   "//",     "#",    "--",
        "{-",    "-}",   "(*",       "*)",        "${",  "}",    "{",    "#{",     "\\",   "\\(",
        "$(",    ")",    "(",        "<<E",       "E",   "<",    "</",   ">",      "<!--", "-->",
        "R\"x(", ")x\"", "r#\"",     "\"#",       "[[",  "]]",   "[==[", "$$",     "=",    ":",
        "@",     "\n",   "\n",       " ",         "if",  "word", "0x1",  "1.5e-3", "汉",   "😀",
        "\t",    "%",    "<script>", "</script>", "f\"", "/"};
    QString text;
    while (text.size() < size)
        text += pieces.at(random.bounded(int(pieces.size())));
    return text;
}

} // namespace

class TestHighlight : public QObject {
    Q_OBJECT

  private slots:
    void everyFileIsUnderstood() {
        QSet<QString> names;
        for (const Language* language : allLanguages()) {
            QVERIFY2(language->unknown.isEmpty(),
                     qPrintable(language->name + ": " + language->unknown.join(" | ")));
            QVERIFY(!language->name.isEmpty());
            for (const QString& alias : language->aliases) {
                QCOMPARE(findLanguage(alias), language);
                QCOMPARE(alias, alias.toLower());
                QVERIFY2(!names.contains(alias), qPrintable(alias));
                names.insert(alias);
            }
        }
        QVERIFY(allLanguages().size() >= 50);
        QCOMPARE(findLanguage("C++"), findLanguage("cpp"));
        QCOMPARE(findLanguage("no such language"), nullptr);
    }

    /// What a reader expects of each language: a source, a piece of it, its colour.
    void samples_data() {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* language, const char* source, const char* expected) {
            QTest::addRow("%s: %s", language, source)
                << QString(language) << QString::fromUtf8(source) << QString(expected);
        };
        row("c", "int x = 0x1fUL; // why", "ttt.....nnnnnn..cccccc");
        row("c", "#include <a.h>\nreturn f(\"a\\n\");", "aaaaaaaaaaaaaa\nkkkkkk.f.ssees..");
        row("c", "/* a\nb */ if", "cccc\ncccc.kk");
        row("cpp", "auto s = R\"x(a\n)\" )x\"; 1'000", "kkkk.....sssss\nssssss..nnnnn");
        row("cuda", "__global__ void k(float4 v)", "aaaaaaaaaa.tttt.f.tttttt...");
        row("rust", "fn f<'a>(x: &'a str) -> u8 { b'x' }", "kk.f.tt......tt.ttt.....tt...ssss..");
        row("rust", "println!(\"{}\", r#\"a\"b\"#) /* /* */ */ x", "ffffffff.ssss..ssssssss..ccccccccccc..");
        row("go", "func f() (e error) { `a`; 'x' }", "kkkk.f......ttttt....sss..sss..");
        row("java", "@Override public String f() { return \"\\t\"; }",
            "aaaaaaaaa.kkkkkk.tttttt.f.....kkkkkk.sees...");
        row("kotlin", "val s = \"a ${x + 1} $y\"", "kkk.....sssee....nesees");
        row("swift", "let s = \"a \\(b + 1)\" // c", "kkk.....sssee....nes.cccc");
        row("csharp", "var s = $\"{x} a\"; @\"c:\\\"\"\"", "kkk.....sse.esss..sssssees");
        row("javascript", "const f = (a) => `x${a.b(1)}y` // c", "kkkkk............ssee..f.n.ess.cccc");
        row("javascript", "x = /a\\/[/]b/g.test(y) / 2 / z", "....ssssssssss.ffff......n....");
        row("typescript", "interface A { b: string }", "kkkkkkkkk.t......tttttt..");
        row("jsx", "return <Tag a=\"b\" c={1}>x</Tag>;", "kkkkkk..kkk.f.sss.f.ene....kkk..");
        row("python", "def f(x: int) -> str:  # c", "kkk.f....ttt.....ttt...ccc");
        row("python", "@a\nf\"a{b!r}\" 'c\\n' 1_000", "aa\nssse...es.ssees.nnnnn");
        row("python", "\"\"\"a\nb\"\"\" and rb'\\d'", "ssss\nssss.kkk.ssssss");
        row("ruby", "def f?\n  \"a#{b}\" # c\nend :sym @x", "kkk.ff\n..ssee.es.ccc\nkkk.nnnn.tt");
        row("php", "<?php $x = 'a' . \"$y\"; # c", "aaaaa.tt...sss...sees..ccc");
        row("perl", "my $x = \"a $y\"; # c", "kk.tt...sssees..ccc");
        row("lua", "local s = [==[a]]\n]==] -- c\n--[[ x\n]] nil",
            "kkkkk.....sssssss\nssss.cccc\ncccccc\ncc.nnn");
        row("r", "x <- c(1, TRUE) # c", ".....f.n..nnnn..ccc");
        row("julia", "f(x)::Int = \"$(x)\" #= a\n=# end", "f.....ttt...see.es.cccc\ncc.kkk");
        row("haskell", "f :: Maybe a -- c\n{- {- -} -} let x' = 'c'",
            ".....ttttt...cccc\nccccccccccc.kkk......sss");
        row("ocaml", "let x = (* a (* b *) c *) 'c'", "kkk.....ccccccccccccccccc.sss");
        row("scala", "def f(x: Int) = s\"a ${x}\"", "kkk.f....ttt....ssssee.es");
        row("shell", "if [ -n \"$x\" ]; then # c\ncat <<'E'\na $b\nE\nfi",
            "kk......sees....kkkk.ccc\nfff.sssss\nssss\ns\nkk");
        row("powershell", "Function F { $x = \"a $y\" } # c", "kkkkkkkk.f...tt...sssees...ccc");
        row("sql", "SELECT 'it''s' FROM t -- c\nWHERE x = NULL",
            "kkkkkk.ssseess.kkkk...cccc\nkkkkk.....nnnn");
        row("html", "<p class=\"a\">x &amp; y</p><!-- c -->", ".k.fffff.sss...eeeee....k.cccccccccc");
        row("html", "<script>\nvar x = 'a'\n</script>", ".kkkkkk.\nkkk.....sss\n..kkkkkk.");
        row("xml", "<a b='c'/><![CDATA[x\n]]>", ".k.f.sss..ssssssssss\nsss");
        row("css", "a:hover {\n  color: #fff;\n  width: 12px; /* c */",
            ".........\n..fffff..nnnn.\n..fffff..nnnn..ccccccc");
        row("scss", "$a: 1px; // c", "ff..nnn..cccc");
        row("json", "{\"a\": \"b\", \"c\" : [1.5e-3, true]}", ".fff..sss..fff....nnnnnn..nnnn..");
        row("yaml", "- key: \"v\" # c\n  other: true\nat: 12:30", "..fff..sss.ccc\n..fffff..nnnn\nff..nn.nn");
        row("toml", "[a.b]\nkey = 'v' # c", "ttttt\nffff..sss.ccc");
        row("ini", "[a]\nkey=v\n; c", "ttt\nfff..\nccc");
        row("dockerfile", "FROM a AS b\n# c\nRUN x $Y", "kkkk...kk..\nccc\nkkk...tt");
        row("makefile", "all: $(X)\n\tcc -o $@ # c", "fff..tttt\n.......tt.ccc");
        row("cmake", "if(A) # c\nset(x \"${y}\")", "kk....ccc\nfff...see.es.");
        row("qml", "property int x: 1\nText { id: a }", "kkkkkkkk.ttt.f..n\ntttt...ff.....");
        row("latex", "\\frac{a}{b} % c\n$x$", "kkkkk.......ccc\nsss");
        row("markdown", "# Title\n`code` **b**\n```\nx\n```", "kkkkkkk\nssssss.ttttt\nsss\ns\nsss");
        row("diff", "@@ -1 +1 @@\n-a\n+b\n c", "ttttttttttt\n--\n++\n..");
        row("nix", "{ a = ''x ${b}''; } # c", "......ssssee.ess....ccc");
        row("zig", "const x: u8 = @as(u8, 'c'); // c", "kkkkk....tt...fff.tt..sss...cccc");
        row("asm", "main:\n  mov %rax, 1 ; c", "ffff.\n..kkk.tttt..n.ccc");
    }
    void samples() {
        QFETCH(QString, language);
        QFETCH(QString, source);
        QFETCH(QString, expected);
        QCOMPARE(colours(language, source), expected);
    }

    void spansTileEveryLine_data() { everyLanguage(); }
    void spansTileEveryLine() {
        QFETCH(QString, language);
        QRandomGenerator random(3);
        State state(findLanguage(language));
        for (const QString& line : hostile(random, 20'000).split('\n')) {
            qsizetype length = 0;
            for (const Stretch& stretch : highlightLine(line, state)) {
                QVERIFY(stretch.length > 0);
                length += stretch.length;
            }
            QCOMPARE(length, line.size());
        }
    }

    /// Code that arrives in any pieces ends up cut and coloured as code that was there at once.
    void anyChunkingGivesTheSameSpans_data() { everyLanguage(); }
    void anyChunkingGivesTheSameSpans() {
        QFETCH(QString, language);
        QRandomGenerator random(5);
        const QString source = hostile(random, 4'000) + QString(3 * CodeLines::kPart, '\n') + "last";
        CodeLines whole(source, language, nullptr);
        CodeLines grown(QString(), language, nullptr);
        QAbstractItemModelTester tester(&grown, QAbstractItemModelTester::FailureReportingMode::QtTest);
        for (qsizetype size = 0; size < source.size();) {
            size = std::min(source.size(), size + 1 + random.bounded(90));
            grown.assign(source.first(size), language);
        }
        QCOMPARE(grown.rowCount(), whole.rowCount());
        QCOMPARE(grown.lineCount(), int(source.count('\n')) + 1);
        State carried(findLanguage(language));
        QStringList texts;
        for (int row = 0; row < whole.rowCount(); ++row) {
            QCOMPARE(grown.data(grown.index(row), CodeLines::TextRole),
                     whole.data(whole.index(row), CodeLines::TextRole));
            QVERIFY(grown.stateBefore(row) == whole.stateBefore(row));
            QVERIFY(grown.stateBefore(row) == carried);
            texts += whole.data(whole.index(row), CodeLines::TextRole).toString();
            for (const QString& line : texts.last().split('\n'))
                highlightLine(line, carried);
        }
        QCOMPARE(texts.join('\n'), source);
    }

    /// Only the end changes while code is being written.
    void finishedPartsStayAsTheyAre() {
        CodeLines lines(QString(), "cpp", nullptr);
        int changedBefore = 0;
        connect(&lines, &CodeLines::dataChanged, this,
                [&](const QModelIndex& index) { changedBefore += index.row() < lines.rowCount() - 1; });
        QString source;
        for (int i = 0; i < 400; ++i) {
            source += QStringLiteral("int x%1 = %1;\n").arg(i);
            lines.assign(source, "cpp");
        }
        QCOMPARE(changedBefore, 0);
        QCOMPARE(lines.rowCount(), 400 / CodeLines::kPart + 1);
        source.chop(3); // a fence that turned out to end
        lines.assign(source, "cpp");
        QCOMPARE(lines.lineCount(), 400);
    }

    void onlyBoundedDepthIsRemembered() {
        State state(findLanguage("javascript"));
        highlightLine(QString("`${").repeated(3'000), state);
        QCOMPARE(state.depth(), State::kDeepest);
    }

    void noLanguageIsPlain() {
        State state;
        QCOMPARE(highlightLine(u"if (x) return;", state), QList<Stretch>({{14, Token::Plain}}));
        QVERIFY(highlightLine(u"", state).isEmpty());
    }

  private:
    void everyLanguage() {
        QTest::addColumn<QString>("language");
        for (const Language* language : allLanguages())
            QTest::newRow(qPrintable(language->name))
                << (language->aliases.isEmpty() ? language->name.toLower() : language->aliases.first());
    }
};

QTEST_GUILESS_MAIN(TestHighlight)
#include "test_highlight.moc"
