// Streams of events, wherever they are cut.
#include "app/base/sse_reader.h"

#include <QTest>

using namespace hadal;

namespace {

QList<QByteArray> eventsOf(const QByteArray& stream, qsizetype step, qsizetype longest = 1000) {
    QList<QByteArray> out;
    SseReader reader(
        longest, [&](const SseReader::Event& event) { out += event.type + '|' + event.data; },
        [&] { out += "skipped"; });
    for (qsizetype at = 0; at < stream.size(); at += step)
        reader.add(stream.mid(at, step));
    return out + QList<QByteArray>{reader.lastId(), QByteArray::number(reader.retry())};
}

} // namespace

class SseReaderTest : public QObject {
    Q_OBJECT

  private slots:
    void readsEventsWhereverTheStreamIsCut() {
        const QByteArray stream = "\xEF\xBB\xBF: comment\r\ndata: one\r\n\r\n"
                                  "event: other\nid: 7\nretry: 250\ndata:two\ndata: lines\n\n"
                                  "data\n\n"
                                  "retry: soon\nnonsense: x\n\n"
                                  "data: never ended";
        const QList<QByteArray> expected{"|one", "other|two\nlines", "|", "7", "250"};
        for (qsizetype step = 1; step < stream.size(); ++step)
            QCOMPARE(eventsOf(stream, step), expected);
        QCOMPARE(eventsOf("data: a\rdata: b\r\r", 3), (QList<QByteArray>{"|a\nb", "", "-1"}));
    }

    void skipsEventsThatAreTooLong() {
        const QByteArray many = "data: " + QByteArray(600, 'a') + "\n";
        QCOMPARE(eventsOf(many + many + "\ndata: short\n\n", 100),
                 (QList<QByteArray>{"skipped", "|short", "", "-1"}));
        QCOMPARE(eventsOf("data: " + QByteArray(5000, 'a') + "\n\ndata: short\n\n", 100),
                 (QList<QByteArray>{"skipped", "|short", "", "-1"}));
    }
};

QTEST_GUILESS_MAIN(SseReaderTest)
#include "sse_reader_test.moc"
