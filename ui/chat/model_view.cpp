#include "ui/chat/model_view.h"

namespace hadal::ui {

ModelView::ModelView(host::ModelHost* host, bool builtIn, QObject* parent)
    : QObject(parent), host_(host), builtIn_(builtIn) {
    connect(host_, &host::ModelHost::stateChanged, this, &ModelView::stateChanged);
    connect(host_, &host::ModelHost::progressChanged, this, &ModelView::progressChanged);
}

void ModelView::setEndpoint(const QString& endpoint) {
    endpoint_ = endpoint;
    emit stateChanged();
}

ModelView::State ModelView::state() const {
    switch (host_->state()) {
    case host::ModelHost::State::Empty:
        return Empty;
    case host::ModelHost::State::Loading:
        return Loading;
    case host::ModelHost::State::Ready:
        return Ready;
    case host::ModelHost::State::Failed:
        return Failed;
    }
    return Empty;
}

} // namespace hadal::ui
