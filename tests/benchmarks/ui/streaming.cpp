// What a frame of a growing answer costs, early and late.
//
//   QT_QPA_PLATFORM=offscreen build/release/bin/benchmark_ui_streaming [pieces]
//
// An answer of one kind grows by a line at a time; after each, the window is drawn. Printed are the times of
// the second tenth and of the last tenth of the pieces, and their ratio: a flat cost has a ratio near 1.
#include "tests/ui/qml_modules.h"
#include "ui/appearance.h"
#include "ui/markdown/message_blocks.h"

#include <QGuiApplication>
#include <QQmlComponent>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickWindow>

#include <algorithm>
#include <cstdio>
#include <ctime>

using namespace hadal::ui;

namespace {

struct Kind {
    const char* name;
    const char* opening;
    QString (*piece)(int);
};

const Kind kKinds[] = {
    {"prose", "",
     [](int i) {
         return QStringLiteral("Sentence %1 of a paragraph with **bold** and `code` in it. ").arg(i) +
                (i % 6 == 5 ? "\n\n" : "");
     }},
    {"code", "```cpp\n",
     [](int i) {
         return QStringLiteral("    const auto value%1 = compute(\"text\", %1); // line\n").arg(i);
     }},
    {"list", "", [](int i) { return QStringLiteral("- item %1 with *words*\n").arg(i); }},
    {"formulas", "",
     [](int i) {
         return QStringLiteral("With $x_{%1} = \\frac{a}{b}$ and\n\n$$\\sum_i x_i^{%1}$$\n\n").arg(i);
     }},
};

double median(std::vector<double> times) {
    std::nth_element(times.begin(), times.begin() + std::ptrdiff_t(times.size() / 2), times.end());
    return times[times.size() / 2];
}

} // namespace

int main(int argc, char* argv[]) {
    qputenv("QT_QUICK_BACKEND", "software");
    QGuiApplication application(argc, argv);
    setUpFonts();
    const int pieces = argc > 1 ? std::max(50, std::atoi(argv[1])) : 1000;
    QQmlEngine engine;
    engine.addImportPath("qrc:/qt/qml");
    std::printf("%-10s %12s %12s %8s   (%d pieces)\n", "answer", "early ms", "late ms", "ratio", pieces);
    for (const Kind& kind : kKinds) {
        MessageBlocks blocks;
        QQmlComponent component(&engine);
        component.setData(
            "import QtQuick; import Hadal.Chat; Item { property alias blocks: list.blocks; width: 640; "
            "height: list.height; BlockList { id: list; width: 640; live: true; "
            "viewTop: -parent.y; viewBottom: 600 - parent.y } }",
            QUrl());
        auto* item = qobject_cast<QQuickItem*>(
            component.createWithInitialProperties({{"blocks", QVariant::fromValue(&blocks)}}));
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
        for (int i = 0; i < pieces; ++i) {
            const std::clock_t before = std::clock(); // of this process, so that others do not count
            blocks.append(kind.piece(i));
            QCoreApplication::processEvents();
            item->setY(std::min(0.0, 600 - item->height())); // the end stays in sight
            window.grabWindow();
            times.push_back(1e3 * double(std::clock() - before) / CLOCKS_PER_SEC);
        }
        const auto tenth = times.size() / 10;
        const double early =
            median({times.begin() + std::ptrdiff_t(tenth), times.begin() + std::ptrdiff_t(2 * tenth)});
        const double late = median({times.end() - std::ptrdiff_t(tenth), times.end()});
        std::printf("%-10s %12.2f %12.2f %8.2f\n", kind.name, early, late, late / early);
        delete item;
    }
    return 0;
}
