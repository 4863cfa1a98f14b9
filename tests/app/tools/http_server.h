// A server for tests of requests.
#pragma once

#include "tests/app/tools/tools_testing.h"

#include <QTcpServer>
#include <QTcpSocket>

namespace hadal::tools::testing {

/// Answers each connection's request with what `answer` makes of it, and keeps the requests.
class Server : public QTcpServer {
  public:
    std::function<QByteArray(const QByteArray& request)> answer;
    QList<QByteArray> requests;

    Server() {
        if (!listen(QHostAddress::LocalHost))
            qFatal("no server");
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket* socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
                QByteArray request = socket->property("request").toByteArray() + socket->readAll();
                socket->setProperty("request", request);
                const qsizetype head = request.indexOf("\r\n\r\n");
                if (head < 0)
                    return;
                qsizetype length = 0;
                for (const QByteArray& line : request.left(head).split('\n'))
                    if (line.toLower().startsWith("content-length:"))
                        length = line.mid(15).trimmed().toLongLong();
                if (request.size() < head + 4 + length)
                    return;
                requests += request;
                socket->setProperty("request", {});
                const QByteArray bytes = answer(request);
                if (!bytes.isEmpty())
                    socket->write(bytes);
                if (!bytes.isEmpty() && !bytes.contains("Content-Length"))
                    socket->disconnectFromHost();
            });
        });
    }

    QString url(const QString& path) const { return u"http://127.0.0.1:%1%2"_qs.arg(serverPort()).arg(path); }
};

inline QByteArray reply(const QByteArray& body, const QByteArray& type = "text/plain",
                        const QByteArray& status = "200 OK", const QByteArray& further = {}) {
    return "HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\n" + further +
           "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

} // namespace hadal::tools::testing
