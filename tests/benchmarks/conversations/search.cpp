// How long a search through many messages takes.
//
//   build/release/bin/benchmark_conversations_search [messages]
//
// Makes a store of 100,000 messages (1,000 chats, English and Chinese, about 600 characters each) in a
// temporary folder and searches it for rare and common words, phrases and beginnings of words. Printed are
// the median and the worst of 20 searches each, in milliseconds, from the call to the result.
#include "app/conversations/store.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <cstdio>

using namespace hadal::conversations;

namespace {

/// Words with the frequencies that words have: the n-th as often as 1/n.
QString text(QRandomGenerator& random, bool chinese) {
    QString text;
    for (int i = 0; i < (chinese ? 300 : 100); ++i) {
        const int rank = int(std::pow(3000.0, random.generateDouble()));
        if (chinese)
            text += QChar(0x4e00 + rank);
        else
            text += QString("w%1 ").arg(QString::number(rank * 7919 % 100003, 36));
    }
    return text;
}

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    const int count = argc > 1 ? std::atoi(argv[1]) : 100'000;
    const QTemporaryDir folder;
    Store store(folder.path());
    store.open();
    QRandomGenerator random(1);
    QElapsedTimer clock;
    clock.start();
    QFuture<void> last;
    for (int chat = 0; chat * 100 < count; ++chat) {
        Conversation conversation;
        conversation.id = newId();
        conversation.title = QString("Chat %1").arg(chat);
        store.add(conversation);
        QString parent;
        for (int i = 0; i < 100; ++i) {
            Message message;
            message.id = newId();
            message.conversation = conversation.id;
            message.parent = parent;
            message.role = i % 2 ? Role::Assistant : Role::User;
            message.content = text(random, chat % 2 == 1);
            if (i == 50 && chat % 250 == 0)
                message.content += " needle 显存不足";
            parent = message.id;
            last = store.append(message);
        }
        last.waitForFinished();
    }
    std::printf("%d messages written in %.1f s\n\n%-28s %8s %8s %6s\n", count, double(clock.elapsed()) / 1000,
                "search", "median", "worst", "hits");
    const QStringList queries = {
        "needle", "显存",         "显存不足",  "丁",        QString("w") + QString::number(7919, 36),
        "w",      "\u4e01\u4e02", "needle 显", "\"w6 w4\"", "nothing"};
    for (const QString& wanted : queries) {
        QList<double> times;
        qsizetype hits = 0;
        for (int i = 0; i < 20; ++i) {
            SearchQuery query;
            query.text = wanted;
            clock.restart();
            hits = store.search(query).result().hits.size();
            times += double(clock.nsecsElapsed()) / 1e6;
        }
        std::sort(times.begin(), times.end());
        std::printf("%-28s %8.2f %8.2f %6lld\n", qPrintable(wanted), times[10], times.last(),
                    static_cast<long long>(hits));
    }
    return 0;
}
