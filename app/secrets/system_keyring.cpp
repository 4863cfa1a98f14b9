#include "app/secrets/keyring.h"

#include <QPromise>
#include <QTimer>

#include <qt6keychain/keychain.h>

#include <chrono>
#include <memory>

namespace hadal::secrets {
namespace {

constexpr auto service = "Hadal";
/// Long enough for a person to unlock it.
constexpr std::chrono::minutes patience{2};

Answer answerOf(const QKeychain::Job& job) {
    switch (job.error()) {
    case QKeychain::NoError:
        return {};
    case QKeychain::EntryNotFound:
    case QKeychain::CouldNotDeleteEntry:
        return {
            Answer::Unknown, {}, QString("The keyring holds no secret “%1”. Enter it again.").arg(job.key())};
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return {Answer::Refused,
                {},
                QString("The keyring was not opened for “%1”. Unlock it and try again.").arg(job.key())};
    default:
        return {
            Answer::NoKeyring,
            {},
            QString(
                "No keyring answers on this computer (%1). Install and unlock one, such as GNOME Keyring or "
                "KWallet, or keep the secret for this session only.")
                .arg(job.errorString())};
    }
}

QFuture<Answer> run(QKeychain::Job* job, const QString& name) {
    auto promise = std::make_shared<QPromise<Answer>>();
    promise->start();
    job->setKey(name);
    job->setAutoDelete(true);
    job->setInsecureFallback(false);
    const auto finish = [promise](const Answer& answer) {
        if (promise->future().isFinished())
            return;
        promise->addResult(answer);
        promise->finish();
    };
    QObject::connect(job, &QKeychain::Job::finished, job, [finish](QKeychain::Job* done) {
        Answer answer = answerOf(*done);
        if (const auto* reading = qobject_cast<QKeychain::ReadPasswordJob*>(done);
            reading && answer.kind == Answer::Done)
            answer.value = reading->textData();
        finish(answer);
    });
    // The job cannot be taken back: it is left to itself, and what it says then is not heard.
    QTimer::singleShot(patience, job, [finish] {
        finish(
            {Answer::NoKeyring,
             {},
             QString(
                 "The keyring has not answered for two minutes. Unlock it and try again, or keep the secret "
                 "for this session only.")});
    });
    job->start();
    return promise->future();
}

} // namespace

QFuture<Answer> SystemKeyring::read(const QString& name) {
    return run(new QKeychain::ReadPasswordJob(service), name);
}

QFuture<Answer> SystemKeyring::write(const QString& name, const QString& value) {
    auto* job = new QKeychain::WritePasswordJob(service);
    job->setTextData(value);
    return run(job, name);
}

QFuture<Answer> SystemKeyring::remove(const QString& name) {
    return run(new QKeychain::DeletePasswordJob(service), name);
}

} // namespace hadal::secrets
