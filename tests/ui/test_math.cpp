// Formulas: what is understood, how it is laid out, and that nothing brings it down.
#include "ui/math/layout.h"
#include "ui/math/parser.h"

#include <QFile>
#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace hadal::ui::math;

namespace {

QString tree(const QString& source) {
    QString problem;
    const std::optional<Formula> formula = parse(source, &problem);
    return formula ? describe(formula->root) : "! " + problem;
}

Box box(const QString& source, bool display = true) {
    const std::optional<Formula> formula = parse(source);
    return formula && MathFont::get() ? layOut(*formula, *MathFont::get(), 20, display) : Box();
}

/// Baselines of the glyphs from left to right.
QList<double> baselines(const Box& box) {
    std::vector<Mark> glyphs;
    std::copy_if(box.marks.begin(), box.marks.end(), std::back_inserter(glyphs),
                 [](const Mark& mark) { return mark.kind == Mark::Glyph; });
    std::stable_sort(glyphs.begin(), glyphs.end(), [](const Mark& a, const Mark& b) { return a.x < b.x; });
    QList<double> all;
    for (const Mark& mark : glyphs)
        all += mark.y;
    return all;
}

QStringList lines(const char* name) {
    QFile file(QStringLiteral(HADAL_TEST_DATA "/math/") + name);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QStringList all;
    for (const QString& line : QString::fromUtf8(file.readAll()).split('\n'))
        if (!line.isEmpty() && !line.startsWith("%%"))
            all += line;
    return all;
}

} // namespace

class TestMath : public QObject {
    Q_OBJECT

  private slots:
    void trees_data() {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* source, const char* expected) {
            QTest::newRow(source) << QString::fromUtf8(source) << QString::fromUtf8(expected);
        };
        row("x", "(𝑥)");
        row("x^2_i", "(scripts 𝑥 (𝑖) (2))");
        row("\\frac12", "(frac 1 2)");
        row("\\frac{a}{b+1}", "(frac (𝑎) (𝑏 + 1))");
        row("{a \\over b}", "((frac (𝑎) (𝑏)))");
        row("\\sqrt[3]{x}", "(root (𝑥) (3))");
        row("\\left( a \\middle| b \\right]", "(fenced (|] (𝑎) (𝑏))");
        row("\\mathbb{R}", "(ℝ)");
        row("\\mathrm{d}x", "((d) 𝑥)");
        row("\\sin x", "((name sin) 𝑥)");
        row("f''", "(scripts 𝑓 () (′ ′))");
        row("\\text{if } x", "((text if ) 𝑥)");
        row("\\begin{pmatrix}a&b\\\\c&d\\end{pmatrix}", "(fenced () ((table c 2 (𝑎) (𝑏) (𝑐) (𝑑))))");
        row("a &= b \\\\ &= c", "(table rl 2 (𝑎) (= 𝑏) () (= 𝑐))");
        row("\\not= \\not\\in", "(≠ ∉)");
        row("\\foo", "! \\foo is not known");
        row("{x", "! the formula ends too early");
        row("x}", "! } is not expected here");
        row("\\left( x", "! the formula ends too early");
        row("\\begin{matrix} a \\end{cases}", "! \\end{cases} where \\end{matrix} is expected");
        row("x^1^2", "! two scripts in one place");
    }
    void trees() {
        QFETCH(QString, source);
        QFETCH(QString, expected);
        QString shown = tree(source);
        if (shown.startsWith("((") && shown.endsWith("))"))
            shown = shown.sliced(1, shown.size() - 2);
        QCOMPARE(shown, expected);
    }

    /// Formulas as models write them: each must be drawn.
    void knownFormulas_data() {
        QTest::addColumn<QString>("source");
        const QStringList all = lines("formulas.txt");
        QVERIFY(all.size() >= 150);
        for (const QString& line : all)
            QTest::newRow(qPrintable(line)) << line;
    }
    void knownFormulas() {
        QFETCH(QString, source);
        QString problem;
        QVERIFY2(parse(source, &problem), qPrintable(problem));
        if (!MathFont::get())
            QSKIP("No face with a MATH table is installed.");
        for (const bool display : {true, false}) {
            const Box laid = box(source, display);
            QVERIFY(laid.width > 0 && laid.height() > 0);
            for (const Mark& mark : laid.marks) {
                QVERIFY(std::isfinite(mark.x) && std::isfinite(mark.y) && std::isfinite(mark.size));
                QVERIFY2(mark.kind != Mark::Glyph || mark.glyph != 0, "a character that the face lacks");
                QVERIFY(mark.x > -10 && mark.x < laid.width + 10);
            }
        }
    }

    void lettersStandOnTheBaseline() {
        const QList<double> ys = baselines(box("a + b = c"));
        QCOMPARE(ys, QList<double>(5, 0.0));
    }

    void scriptsStandAboveAndBelow() {
        const Box laid = box("x_a^b");
        QCOMPARE(laid.marks.size(), size_t(3));
        QVERIFY(laid.marks[1].y > 0); // below
        QVERIFY(laid.marks[2].y < 0); // above
        QVERIFY(laid.marks[1].size < laid.marks[0].size);
        QVERIFY(laid.marks[2].x > laid.marks[0].x);
    }

    void widthsAddUp() {
        // Ordinary letters have no space between them; a relation has five eighteenths of an em on either
        // side.
        const double a = box("a").width, b = box("b").width;
        QVERIFY(qAbs(box("ab").width - (a + b)) < 1e-9);
        QVERIFY(qAbs(box("a=b").width - (a + b + box("=").width + 2 * 20 * 5 / 18.0)) < 1e-9);
        QVERIFY(qAbs(box("a+b").width - (a + b + box("{+}").width + 2 * 20 * 4 / 18.0)) < 1e-9);
        QVERIFY(qAbs(box("a\\quad b").width - (a + b + 20)) < 1e-9);
    }

    void aSignIsNoOperation() {
        QVERIFY(qAbs(box("-a").width - (box("{-}").width + box("a").width)) < 1e-9);
        QVERIFY(qAbs(box("(-a)").width -
                     (box("(").width + box("{-}").width + box("a").width + box(")").width)) < 1e-9);
        QVERIFY(box("b-a").width > box("b").width + box("{-}").width + box("a").width + 1);
    }

    void fractionsStandAboutTheAxis() {
        const Box laid = box("\\frac{a}{b}");
        const auto rule = std::find_if(laid.marks.begin(), laid.marks.end(),
                                       [](const Mark& mark) { return mark.kind == Mark::Rule; });
        QVERIFY(rule != laid.marks.end());
        const double axis = MathFont::get()->constant(Constant::AxisHeight) * 20;
        QVERIFY(qAbs(rule->y + rule->height / 2 + axis) < 0.01);
        QVERIFY(laid.marks[0].y < rule->y);
        QVERIFY(laid.marks[1].y > rule->y + rule->height);
        QVERIFY(box("\\frac{a}{b}").height() > box("\\frac{a}{b}", false).height());
    }

    void delimitersGrow() {
        double before = 0;
        for (const char* inner : {"x", "\\frac{a}{b}", "\\frac{\\frac{a}{b}}{\\frac{c}{d}}",
                                  "\\begin{matrix}1\\\\2\\\\3\\\\4\\\\5\\\\6\\\\7\\\\8\\end{matrix}"}) {
            const double height = box(QStringLiteral("\\left(%1\\right.").arg(inner)).height();
            QVERIFY2(height > before, inner);
            before = height;
            QVERIFY(height >= box(inner).height() * 0.9);
        }
    }

    void rootsCoverWhatTheyHold() {
        for (const char* inner :
             {"x", "x^2", "\\frac{a}{b}", "\\begin{matrix}1\\\\2\\\\3\\\\4\\end{matrix}"}) {
            const Box laid = box(QStringLiteral("\\sqrt{%1}").arg(inner)), alone = box(inner);
            QVERIFY(laid.ascent > alone.ascent);
            QVERIFY(laid.width > alone.width);
        }
    }

    void limitsStandAboveOnlyWhenDisplayed() {
        QVERIFY(box("\\sum_{i=1}^{n}").width < box("\\sum_{i=1}^{n}", false).width + 12);
        QVERIFY(box("\\sum_{i=1}^{n}").height() > 1.5 * box("\\sum_{i=1}^{n}", false).height());
        QVERIFY(box("\\sum\\limits_{i=1}^{n}", false).height() > box("\\sum_{i=1}^{n}", false).height());
    }

    void columnsOfAlignedLinesMeet() {
        const Box laid = box("\\begin{aligned} a &= b \\\\ ccc &= d \\end{aligned}");
        std::vector<double> relations;
        const quint32 equals = MathFont::get()->glyph('=');
        for (const Mark& mark : laid.marks)
            if (mark.glyph == equals)
                relations.push_back(mark.x);
        QCOMPARE(relations.size(), size_t(2));
        QVERIFY(qAbs(relations[0] - relations[1]) < 1e-9);
    }

    void linesMayEndAfterRelations() {
        QVERIFY(box("a", false).breaks.empty());
        QCOMPARE(box("a + b = c", false).breaks.size(), size_t(2));
        const Box whole = box("a + b = c", false);
        const Box left = whole.slice(0, whole.breaks[1]), right = whole.slice(whole.breaks[1], whole.width);
        QCOMPARE(left.marks.size() + right.marks.size(), whole.marks.size());
        QVERIFY(qAbs(left.width + right.width - whole.width) < 1e-9);
    }

    void hostileFormulasEnd_data() {
        QTest::addColumn<QString>("source");
        QTest::newRow("braces") << QString(9'000, '{');
        QTest::newRow("closed braces") << QString(4'000, '{') + QString(4'000, '}');
        QTest::newRow("fractions") << QString("\\frac{").repeated(1'500);
        QTest::newRow("roots") << QString("\\sqrt").repeated(1'900);
        QTest::newRow("lefts") << QString("\\left(").repeated(1'600);
        QTest::newRow("scripts") << "x" + QString("^{x").repeated(3'000);
        QTest::newRow("matrices") << QString("\\begin{matrix}").repeated(700);
        QTest::newRow("cells") << "\\begin{matrix}" + QString("&").repeated(9'000);
        QTest::newRow("words") << QString("\\text{$").repeated(1'400);
        QTest::newRow("long") << QString(50'000, 'x');
        QTest::newRow("accents") << QString("\\hat").repeated(2'400) + "x";
        QTest::newRow("kern") << "\\kern99999999em x";
        QTest::newRow("delimiter") << "\\left)" + QString("\\middle|").repeated(1'200) + "\\right(";
        QTest::newRow("nothing") << QString();
        QTest::newRow("backslash") << "\\";
        QTest::newRow("surrogates") << QString(QChar(0xD800)) + "x" + QChar(0xDC00);
    }
    void hostileFormulasEnd() {
        QFETCH(QString, source);
        box(source);
        box(source, false);
    }

    /// Pieces of formulas in any order: whatever is understood can be laid out.
    void fuzz() {
        const QStringList pieces = {"{",
                                    "}",
                                    "^",
                                    "_",
                                    "&",
                                    "\\\\",
                                    "\\frac",
                                    "\\sqrt",
                                    "[",
                                    "]",
                                    "x",
                                    "12",
                                    "\\left",
                                    "\\right",
                                    "(",
                                    ")",
                                    "|",
                                    "\\middle",
                                    ".",
                                    "\\begin{matrix}",
                                    "\\end{matrix}",
                                    "\\begin{cases}",
                                    "\\end{cases}",
                                    "\\sum",
                                    "\\int",
                                    "\\limits",
                                    "\\hat",
                                    "\\text{a}",
                                    "\\over",
                                    "\\binom",
                                    "\\overbrace",
                                    "\\xrightarrow",
                                    "\\mathbf",
                                    "\\displaystyle",
                                    "\\not",
                                    "\\boxed",
                                    "'",
                                    " ",
                                    "\\,",
                                    "=",
                                    "+",
                                    "\\substack",
                                    "\\hline",
                                    "\\tag{1}",
                                    "\\color{red}",
                                    "\\phantom",
                                    "\\cancel",
                                    "\\big",
                                    "中",
                                    "\\lim"};
        QRandomGenerator random(1);
        int understood = 0;
        for (int i = 0; i < 20'000; ++i) {
            QString source;
            for (int n = 1 + random.bounded(12); n > 0; --n)
                source += pieces.at(random.bounded(int(pieces.size())));
            const std::optional<Formula> formula = parse(source);
            understood += formula.has_value();
            if (formula && MathFont::get())
                layOut(*formula, *MathFont::get(), 17, i % 2);
        }
        QVERIFY(understood > 1'000);
    }
};

QTEST_MAIN(TestMath)
#include "test_math.moc"
