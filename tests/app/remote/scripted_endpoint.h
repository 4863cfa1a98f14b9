// An endpoint in this process that says what a test wants, and keeps what it was asked.
#pragma once

#include "engine/base/json.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>
#include <QUrl>

#include <functional>

namespace hadal::remote::test {

/// Lives on the thread of the test, whose event loop has to run.
class ScriptedEndpoint : public QTcpServer {
  public:
    struct Request {
        QByteArray head; ///< "POST /v1/chat/completions HTTP/1.1" and the headers
        QByteArray body;
        Json json() const { return parse_json(body.toStdString()); }
        bool asks(const char* line) const { return head.startsWith(line); }
    };
    /// What is written, in pieces, one a turn of the event loop; then the connection is closed unless told
    /// otherwise.
    struct Answer {
        QList<QByteArray> pieces;
        bool close = true;
        int pause = 0; ///< milliseconds between pieces
    };

    std::function<Answer(const Request&)> answer;
    QList<Request> requests;
    int closed = 0; ///< connections that the other side has ended

    ScriptedEndpoint() {
        if (!listen(QHostAddress::LocalHost))
            qFatal("no server");
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket* socket = nextPendingConnection()) {
                connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
                connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
                    ++closed;
                    socket->deleteLater();
                });
            }
        });
    }

    QString url() const { return QString("http://127.0.0.1:%1/v1").arg(serverPort()); }

    static QByteArray head(const QByteArray& status, const QByteArray& type, const QByteArray& further = {}) {
        return "HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\nConnection: close\r\n" + further +
               "\r\n";
    }
    /// A whole response with a body of JSON.
    static Answer json(const QByteArray& body, const QByteArray& status = "200 OK",
                       const QByteArray& further = {}) {
        return {{head(status, "application/json",
                      "Content-Length: " + QByteArray::number(body.size()) + "\r\n" + further) +
                 body}};
    }
    /// A stream of events, each in a piece of its own.
    static Answer stream(const QList<QByteArray>& chunks, bool done = true) {
        Answer answer{{head("200 OK", "text/event-stream")}};
        for (const QByteArray& chunk : chunks)
            answer.pieces += "data: " + chunk + "\n\n";
        if (done)
            answer.pieces += "data: [DONE]\n\n";
        return answer;
    }

  private:
    void read(QTcpSocket* socket) {
        const QByteArray all = socket->property("request").toByteArray() + socket->readAll();
        socket->setProperty("request", all);
        const qsizetype end = all.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        qsizetype length = 0;
        for (const QByteArray& line : all.left(end).split('\n'))
            if (line.toLower().startsWith("content-length:"))
                length = line.mid(15).trimmed().toLongLong();
        if (all.size() < end + 4 + length)
            return;
        socket->setProperty("request", {});
        requests += Request{all.left(end), all.mid(end + 4, length)};
        write(socket, std::make_shared<Answer>(answer(requests.last())), 0);
    }

    void write(QTcpSocket* socket, const std::shared_ptr<Answer>& what, qsizetype at) {
        if (at < what->pieces.size()) {
            socket->write(what->pieces.at(at));
            socket->flush();
            QTimer::singleShot(what->pause, socket, [=, this] { write(socket, what, at + 1); });
        } else if (what->close) {
            socket->disconnectFromHost();
        }
    }
};

} // namespace hadal::remote::test
