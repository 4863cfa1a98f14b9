#include "app/secrets/secrets.h"

#include "app/base/when_done.h"
#include "kernels/error.h"

#include <QDir>
#include <QPromise>
#include <QRegularExpression>

#include <functional>

namespace hadal::secrets {
namespace {

constexpr qsizetype longestValue = 64 * 1024;

const QRegularExpression& placeholder() {
    static const QRegularExpression pattern(QStringLiteral(R"(\{\{secret:([A-Za-z0-9_.-]{1,64})\}\})"));
    return pattern;
}

void checkNames(const Json& json) {
    if (!json.is_object() || !json.contains("names") || !json["names"].is_array())
        throw Error(ErrorKind::InvalidFile, "It has no list called \"names\".");
}

/// Reads one name after the other, so that a keyring that has to be unlocked asks once.
struct Reading {
    QStringList left;
    Secrets::Values found;
    QPromise<Secrets::Values> promise;
};

} // namespace

Secrets::Secrets(std::shared_ptr<Keyring> keyring, const QString& folder, QObject* parent)
    : QObject(parent), keyring_(std::move(keyring)),
      file_(QDir(folder).filePath("secrets.json"), checkNames) {
    const Json json = file_.read();
    if (json.is_null()) {
        if (const QString problem = file_.problem(); !problem.isEmpty())
            qWarning("%s", qUtf8Printable(problem));
        return;
    }
    for (const Json& each : json["names"]) {
        const QString name = each.is_string() ? QString::fromStdString(each.get<std::string>()) : QString();
        if (nameProblem(name).isEmpty() && !names_.contains(name))
            names_ += name;
    }
    names_.sort();
}

QString Secrets::nameProblem(const QString& name) {
    static const QRegularExpression valid(QRegularExpression::anchoredPattern("[A-Za-z0-9_.-]{1,64}"));
    return valid.match(name).hasMatch()
               ? QString()
               : QString("A secret's name has 1 to 64 of the letters A to Z, digits, “_”, “-” and “.”.");
}

QString Secrets::valueProblem(const QString& value) {
    if (value.size() < Redactor::shortest)
        return QString("A secret of fewer than %1 characters could not be hidden in results and logs. Use a "
                       "longer one.")
            .arg(Redactor::shortest);
    if (value.size() > longestValue)
        return QString("A secret has at most %1 characters.").arg(longestValue);
    return value.contains(QChar(u'\0')) ? QString("A secret cannot hold the character NUL.") : QString();
}

QStringList Secrets::names() const {
    QStringList all = names_;
    for (auto it = session_.cbegin(); it != session_.cend(); ++it)
        if (!all.contains(it.key()))
            all += it.key();
    all.sort();
    return all;
}

QFuture<Answer> Secrets::keep(const QString& name, const QString& value, Keep where) {
    for (const QString& problem : {nameProblem(name), valueProblem(value)})
        if (!problem.isEmpty())
            return answered({Answer::Failed, {}, problem});
    redactor_.add(value);
    if (where == ThisSession) {
        session_.insert(name, value);
        emit namesChanged();
        return answered({});
    }
    auto future = keyring_->write(name, value);
    whenDone(
        future, this,
        [this, name](const Answer& answer) {
            if (answer.kind != Answer::Done)
                return;
            session_.remove(name); // or it would hide the new one
            addName(name);
        },
        [](const QString&) {});
    return future;
}

QFuture<Answer> Secrets::remove(const QString& name) {
    const bool had = session_.remove(name) > 0;
    if (!names_.contains(name)) {
        if (had)
            emit namesChanged();
        return answered(had ? Answer{}
                            : Answer{Answer::Unknown, {}, QString("There is no secret “%1”.").arg(name)});
    }
    auto future = keyring_->remove(name);
    whenDone(
        future, this,
        [this, name](const Answer& answer) {
            if (answer.kind == Answer::Done || answer.kind == Answer::Unknown)
                removeName(name);
        },
        [](const QString&) {});
    return future;
}

QFuture<Secrets::Values> Secrets::values(const QStringList& names) {
    auto reading = std::make_shared<Reading>();
    reading->left = names;
    reading->promise.start();
    const auto end = [reading](const QString& problem) {
        reading->found.problem = problem;
        reading->promise.addResult(reading->found);
        reading->promise.finish();
    };
    auto next = std::make_shared<std::function<void()>>();
    // The function holds itself until it has run out of names.
    *next = [this, reading, next, end] {
        while (!reading->left.isEmpty() && session_.contains(reading->left.first())) {
            const QString name = reading->left.takeFirst();
            reading->found.values.insert(name, session_.value(name));
        }
        if (reading->left.isEmpty()) {
            end({});
            *next = nullptr;
            return;
        }
        const QString name = reading->left.takeFirst();
        const auto failed = [next, end](const QString& problem) {
            end(problem);
            *next = nullptr;
        };
        whenDone(
            keyring_->read(name), this,
            [this, reading, next, name, failed](const Answer& answer) {
                if (answer.kind != Answer::Done)
                    return failed(answer.problem);
                redactor_.add(answer.value);
                reading->found.values.insert(name, answer.value);
                (*next)();
            },
            failed);
    };
    (*next)();
    return reading->promise.future();
}

void Secrets::addName(const QString& name) {
    if (!names_.contains(name)) {
        names_ += name;
        names_.sort();
        save();
    }
    emit namesChanged();
}

void Secrets::removeName(const QString& name) {
    names_.removeAll(name);
    save();
    emit namesChanged();
}

void Secrets::save() {
    Json names = Json::array();
    for (const QString& name : names_)
        names.push_back(name.toStdString());
    if (!file_.write({{"names", std::move(names)}}))
        qWarning("%s", qUtf8Printable(file_.problem()));
}

QStringList secretNames(const QString& text) {
    QStringList names;
    for (auto matches = placeholder().globalMatch(text); matches.hasNext();)
        if (const QString name = matches.next().captured(1); !names.contains(name))
            names += name;
    return names;
}

QString filled(const QString& text, const QMap<QString, QString>& values) {
    QString out;
    qsizetype from = 0;
    for (auto matches = placeholder().globalMatch(text); matches.hasNext();) {
        const auto match = matches.next();
        out += QStringView(text).mid(from, match.capturedStart() - from);
        out += values.value(match.captured(1), match.captured());
        from = match.capturedEnd();
    }
    return out.append(QStringView(text).mid(from));
}

} // namespace hadal::secrets
