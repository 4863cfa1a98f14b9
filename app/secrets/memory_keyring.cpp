#include "app/secrets/keyring.h"

#include <QPromise>

namespace hadal::secrets {
namespace {

Answer none() {
    return {Answer::NoKeyring, {}, QStringLiteral("No keyring answers on this computer.")};
}

Answer unknown(const QString& name) {
    return {
        Answer::Unknown, {}, QStringLiteral("The keyring holds no secret “%1”. Enter it again.").arg(name)};
}

} // namespace

QFuture<Answer> answered(const Answer& answer) {
    QPromise<Answer> promise;
    promise.start();
    promise.addResult(answer);
    promise.finish();
    return promise.future();
}

QFuture<Answer> MemoryKeyring::read(const QString& name) {
    if (missing)
        return answered(none());
    const auto found = values.constFind(name);
    return answered(found == values.constEnd() ? unknown(name) : Answer{Answer::Done, *found, {}});
}

QFuture<Answer> MemoryKeyring::write(const QString& name, const QString& value) {
    if (missing)
        return answered(none());
    values.insert(name, value);
    return answered({});
}

QFuture<Answer> MemoryKeyring::remove(const QString& name) {
    if (missing)
        return answered(none());
    return answered(values.remove(name) > 0 ? Answer{} : unknown(name));
}

} // namespace hadal::secrets
