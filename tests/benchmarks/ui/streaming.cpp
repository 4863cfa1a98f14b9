// What a frame of a growing answer costs, early and late.
//
//   QT_QPA_PLATFORM=offscreen build/release/bin/benchmark_ui_streaming [pieces]
//
// An answer of one kind grows by a line at a time, the last one by a word at a time; after each piece the
// window is drawn by the software renderer. Printed are the median times of the second tenth and of the last
// tenth of the pieces, their ratio (a flat cost has a ratio near 1), and the time that 99 of 100 frames keep.
#include "tests/benchmarks/ui/frames.h"
#include "tests/ui/qml_modules.h"
#include "ui/appearance.h"
#include "ui/markdown/message_blocks.h"

#include <QGuiApplication>
#include <QQmlComponent>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickWindow>

#include <cstdlib>
#include <memory>

using namespace hadal::ui;

namespace {

struct Kind {
    const char* name;
    QString opening;
    QStringList pieces;
};

template <class Write>
QStringList each(int pieces, Write write) {
    QStringList all;
    for (int i = 0; i < pieces; ++i)
        all += write(i);
    return all;
}

/// About 8,000 tokens with everything that answers are made of, cut into words.
QStringList everything() {
    QString text;
    for (int part = 0; part < 20; ++part) {
        text +=
            QStringLiteral("## Part %1\n\nEach of the **61 layers** reads 132 bytes for every earlier token, "
                           "then attention reads `656` bytes for the 2,048 it selected. The gain is $S_{%1} "
                           "= \\frac{n b}{k}$, as before.\n\n"
                           "$$S(n) = \\frac{n\\,b_{kv}}{n\\,b_{idx} + \\min(n, k)\\,b_{kv}} \\to "
                           "\\sum_{i=0}^{%1} x_i$$\n\n")
                .arg(part);
        for (int i = 0; i < 5; ++i)
            text += QStringLiteral("- **Item %1** with some *words* and a [link](https://example.org/%1)\n")
                        .arg(i);
        text += "\n| Context | Dense | Sparse | Gain |\n|:--|--:|--:|--:|\n";
        for (int i = 0; i < 8; ++i)
            text += QStringLiteral("| %1 | %2.33 GB | 0.15 GB | **%1.2×** |\n").arg(i * 8192).arg(i);
        text += "\n```python\n";
        for (int i = 0; i < 16; ++i)
            text += QStringLiteral("    sparse_%1 = n * idx + min(n, k) * %1  # bytes a layer\n").arg(i);
        text += "```\n\n稀疏注意力先用很小的 FP8 向量给每个历史词元打分，再读取分数最高的 2,048 个。\n\n";
    }
    QStringList words;
    for (qsizetype at = 0; at < text.size();) {
        qsizetype end = at + 1;
        while (end < text.size() && end - at < 5 && text.at(end) != ' ' && text.at(end) != '\n')
            ++end;
        words += text.mid(at, end - at);
        at = end;
    }
    return words;
}

QList<Kind> kinds(int pieces) {
    return {
        {"prose", "",
         each(
             pieces,
             [](int i) {
                 return QStringLiteral("Sentence %1 of a paragraph with **bold** and `code` in it. ").arg(i) +
                        (i % 6 == 5 ? "\n\n" : "");
             })},
        {"code", "```cpp\n",
         each(pieces,
              [](int i) {
                  return QStringLiteral("    const auto value%1 = compute(\"text\", %1); // line\n").arg(i);
              })},
        {"list", "", each(pieces, [](int i) { return QStringLiteral("- item %1 with *words*\n").arg(i); })},
        {"nested list", "- all of it\n",
         each(pieces, [](int i) { return QStringLiteral("  - item %1 with *words*\n").arg(i); })},
        {"table", "| a | b | c |\n|---|---|--:|\n",
         each(pieces, [](int i) { return QStringLiteral("| row %1 | *words* | %1.5 |\n").arg(i); })},
        {"formulas", "",
         each(
             pieces,
             [](int i) {
                 return QStringLiteral("With $x_{%1} = \\frac{a}{b}$ and\n\n$$\\sum_i x_i^{%1}$$\n\n").arg(i);
             })},
        {"everything", "", everything()},
    };
}

} // namespace

int main(int argc, char* argv[]) {
    qputenv("QT_QUICK_BACKEND", "software");
    QGuiApplication application(argc, argv);
    setUpFonts();
    const int pieces = argc > 1 ? std::max(50, std::atoi(argv[1])) : 1000;
    QQmlEngine engine;
    engine.addImportPath("qrc:/qt/qml");
    std::printf("%-12s %8s %10s %10s %8s %10s\n", "answer", "pieces", "early ms", "late ms", "ratio",
                "p99 ms");
    for (const Kind& kind : kinds(pieces)) {
        MessageBlocks blocks;
        QQmlComponent component(&engine);
        component.setData(
            "import QtQuick; import Hadal.Chat; Item { property alias blocks: list.blocks; width: 640; "
            "height: list.height; BlockList { id: list; width: 640; live: true; "
            "viewTop: -parent.y; viewBottom: 600 - parent.y } }",
            QUrl());
        const std::unique_ptr<QObject> made(
            component.createWithInitialProperties({{"blocks", QVariant::fromValue(&blocks)}}));
        auto* item = qobject_cast<QQuickItem*>(made.get());
        if (!item) {
            std::fprintf(stderr, "%s\n", qPrintable(component.errorString()));
            return 1;
        }
        QQuickWindow window;
        window.resize(640, 600);
        item->setParentItem(window.contentItem());
        window.show();
        blocks.append(kind.opening);
        std::vector<double> times;
        for (const QString& piece : kind.pieces) {
            const double before = bench::worked();
            blocks.append(piece);
            bench::turn();
            item->setY(std::min(0.0, 600 - item->height())); // the end stays in sight
            window.grabWindow();
            times.push_back(bench::worked() - before);
        }
        const bench::Ends ends = bench::ends(times);
        std::printf("%-12s %8zu %10.2f %10.2f %8.2f %10.2f\n", kind.name, times.size(), ends.early, ends.late,
                    ends.late / ends.early, bench::quantile(times, 0.99));
        std::fflush(stdout);
        item->setParentItem(nullptr);
    }
    return 0;
}
