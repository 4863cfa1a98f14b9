#include "ui/picture.h"

#include "ui/chat/workspace.h"

#include <QCoreApplication>
#include <QTimer>

namespace hadal::ui {

void savePictureAtRest(QQuickWindow* window, Workspace* workspace, const QString& file) {
    auto* timer = new QTimer(window);
    timer->setInterval(700);
    QObject::connect(timer, &QTimer::timeout, window, [=] {
        const ModelView::State state = workspace->model()->state();
        const bool settled = state == ModelView::Ready || state == ModelView::Failed;
        if (!settled || workspace->chat()->answering())
            return;
        timer->stop();
        const bool saved = window->grabWindow().save(file);
        if (!saved)
            qCritical("The picture cannot be written to %s.", qPrintable(file));
        QCoreApplication::exit(saved ? 0 : 1);
    });
    timer->start();
}

} // namespace hadal::ui
