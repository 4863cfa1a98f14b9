#include "ui/settings/single_instance.h"

#include <QCryptographicHash>
#include <QDir>
#include <QLocalSocket>

namespace hadal::ui {
namespace {

constexpr int answer_ms = 1000;

} // namespace

SingleInstance::SingleInstance(const QString& folder, QObject* parent) : QObject(parent) {
    // Names of sockets are short, so the folder's is hashed.
    const QByteArray path = QDir(folder).absolutePath().toUtf8();
    name_ = "hadal-" +
            QString::fromLatin1(QCryptographicHash::hash(path, QCryptographicHash::Sha256).toHex().first(16));
    server_.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&server_, &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket* other = server_.nextPendingConnection()) {
            other->write("shown\n");
            other->flush();
            connect(other, &QLocalSocket::disconnected, other, &QObject::deleteLater);
            emit asked();
        }
    });
}

bool SingleInstance::claim() {
    QLocalSocket socket;
    socket.connectToServer(name_);
    // One that hangs does not keep others from starting: the lock of the database says the rest.
    if (socket.waitForConnected(answer_ms) && socket.waitForReadyRead(answer_ms))
        return false;
    socket.abort();
    if (!server_.listen(name_)) {
        QLocalServer::removeServer(name_); // left by one that was killed
        server_.listen(name_);
    }
    return true;
}

} // namespace hadal::ui
