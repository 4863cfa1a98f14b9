#include "ui/inside/speed_history.h"

#include <QFile>

#include <unistd.h>

namespace hadal::ui {

namespace {

constexpr std::chrono::milliseconds kInterval{500};

/// Resident bytes of this process; 0 where the system does not tell.
qreal residentBytes() {
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QList<QByteArray> pages = file.readAll().split(' ');
    return pages.size() < 2 ? 0 : pages[1].toDouble() * double(sysconf(_SC_PAGESIZE));
}

} // namespace

SpeedHistory::SpeedHistory(QObject* parent) : QObject(parent) {
    timer_.setInterval(kInterval);
    connect(&timer_, &QTimer::timeout, this, &SpeedHistory::sample);
    connect(this, &SpeedHistory::chatChanged, this, &SpeedHistory::follow);
}

void SpeedHistory::setChat(Chat* chat) {
    if (chat == chat_)
        return;
    if (chat_)
        chat_->disconnect(this);
    chat_ = chat;
    if (chat_)
        connect(chat_, &Chat::answeringChanged, this, &SpeedHistory::follow);
    emit chatChanged();
}

QList<qreal> SpeedHistory::bytes() const {
    QList<qreal> all;
    for (const qreal speed : tokens_)
        all += speed * bytesPerToken_;
    return all;
}

void SpeedHistory::follow() {
    const bool wanted = watching_ && chat_ && chat_->answering();
    if (wanted == timer_.isActive())
        return;
    if (!wanted) {
        timer_.stop();
        return;
    }
    known_ = 0;
    since_.start();
    timer_.start();
}

void SpeedHistory::sample() {
    const TurnModel* turns = chat_->turns();
    const int tokens = turns->data(turns->index(turns->count() - 1), TurnModel::TokensRole).toInt();
    const double seconds = double(since_.restart()) / 1000;
    // A new answer of the same turn begins at nothing again.
    tokens_ += seconds > 0 ? std::max(0, tokens - (tokens < known_ ? 0 : known_)) / seconds : 0;
    known_ = tokens;
    memory_ += residentBytes();
    if (tokens_.size() > kKept)
        tokens_.removeFirst();
    if (memory_.size() > kKept)
        memory_.removeFirst();
    emit changed();
}

} // namespace hadal::ui
