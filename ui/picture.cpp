#include "ui/picture.h"

#include "ui/chat/workspace.h"
#include "ui/inside/inside.h"

#include <QCoreApplication>
#include <QTimer>

#include <memory>
#include <utility>

namespace hadal::ui {

void savePictureAtRest(QQuickWindow* window, Workspace* workspace, const QString& file,
                       const QString& inside) {
    auto* timer = new QTimer(window);
    timer->setInterval(700);
    const auto looked = std::make_shared<Inside::State>(Inside::Empty);
    QObject::connect(timer, &QTimer::timeout, window, [=] {
        const ModelView::State state = workspace->model()->state();
        const bool settled = state == ModelView::Ready || state == ModelView::Failed;
        if (!settled || !workspace->chat()->loaded() || workspace->chat()->answering())
            return;
        if (auto* looker = window->findChild<Inside*>(); looker && !inside.isEmpty()) {
            if (looker->state() == Inside::Empty)
                looker->begin(inside);
            const Inside::State before = std::exchange(*looked, looker->state());
            if (*looked == Inside::Empty || *looked == Inside::Failed) {
                qCritical("The model cannot be asked about \"%s\". %s", qPrintable(inside),
                          qPrintable(looker->problem()));
                QCoreApplication::exit(1);
            }
            if (before != Inside::Shown) // and a moment to paint what was read
                return;
        }
        timer->stop();
        const bool saved = window->grabWindow().save(file);
        if (!saved)
            qCritical("The picture cannot be written to %s.", qPrintable(file));
        QCoreApplication::exit(saved ? 0 : 1);
    });
    timer->start();
}

} // namespace hadal::ui
