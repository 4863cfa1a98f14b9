#include "ui/tools/run_history.h"

#include "kernels/error.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>

namespace hadal::ui {

using tools::RunResult;

namespace {
constexpr qint64 largestHistory = 8 << 20;
}

QString argumentLine(const Json& arguments) {
    QStringList words;
    if (arguments.is_object())
        for (const auto& [name, value] : arguments.items())
            words +=
                QString::fromStdString(name) + u' ' +
                QString::fromStdString(value.is_string() ? value.get<std::string>() : print_compact(value));
    return words.join(", ").simplified().left(400);
}

RunHistory::RunHistory(const QString& folder, const secrets::Redactor* redactor, QObject* parent)
    : QAbstractListModel(parent), folder_(folder), redactor_(redactor) {}

QString RunHistory::path() const {
    return QDir(folder_).filePath(tool_ + ".json");
}

void RunHistory::show(const QString& tool) {
    if (tool == tool_)
        return;
    beginResetModel();
    tool_ = tool;
    runs_.clear();
    read();
    endResetModel();
    emit changed();
}

/// A damaged file is as good as none: these are notes, and the next run writes a new one.
void RunHistory::read() {
    QFile file(path());
    if (tool_.isEmpty() || !file.open(QIODevice::ReadOnly))
        return;
    try {
        const Json all = parse_json(file.read(largestHistory).toStdString());
        for (const Json& json : all) {
            Entry run;
            run.when = QDateTime::fromString(QString::fromStdString(json.at("when").get<std::string>()),
                                             Qt::ISODate);
            run.arguments = json.at("arguments");
            run.result.status =
                RunResult::Status(std::clamp(json.at("status").get<int>(), 0, int(RunResult::NotStarted)));
            run.result.text = QString::fromStdString(json.at("text").get<std::string>());
            run.result.cut = json.at("cut").get<bool>();
            run.result.outputBytes = json.at("bytes").get<qint64>();
            run.result.seconds = json.at("seconds").get<double>();
            run.result.sandbox = QString::fromStdString(json.at("sandbox").get<std::string>());
            runs_.append(run);
        }
    } catch (const std::exception&) {
        runs_.clear();
    }
}

void RunHistory::write() const {
    Json all = Json::array();
    for (const Entry& run : runs_)
        all.push_back({{"when", run.when.toString(Qt::ISODate).toStdString()},
                       {"arguments", run.arguments},
                       {"status", int(run.result.status)},
                       {"text", run.result.text.toStdString()},
                       {"cut", run.result.cut},
                       {"bytes", run.result.outputBytes},
                       {"seconds", run.result.seconds},
                       {"sandbox", run.result.sandbox.toStdString()}});
    if (!QDir().mkpath(folder_))
        return;
    QSaveFile file(path());
    if (file.open(QIODevice::WriteOnly)) {
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        file.write(QByteArray::fromStdString(print_python(all)));
        file.commit();
    }
}

QString RunHistory::redacted(const QString& text) const {
    return redactor_ ? (*redactor_)(text) : text;
}

void RunHistory::add(const Json& arguments, const RunResult& result) {
    if (tool_.isEmpty())
        return;
    Entry run{QDateTime::currentDateTimeUtc(), arguments, result};
    if (const QString text = QString::fromStdString(print_python(arguments)); redacted(text) != text)
        run.arguments = parse_json(redacted(text).toStdString());
    run.result.text = redacted(result.text);
    if (run.result.text.size() > kText) {
        run.result.text.truncate(kText);
        run.result.cut = true;
    }
    if (count() == kRuns) {
        beginRemoveRows({}, kRuns - 1, kRuns - 1);
        runs_.removeLast();
        endRemoveRows();
    }
    beginInsertRows({}, 0, 0);
    runs_.prepend(run);
    endInsertRows();
    write();
    emit changed();
}

void RunHistory::clear() {
    beginResetModel();
    runs_.clear();
    endResetModel();
    QFile::remove(path());
    emit changed();
}

Json RunHistory::argumentsOf(int row) const {
    return row >= 0 && row < count() ? runs_[row].arguments : Json::object();
}

RunResult RunHistory::resultOf(int row) const {
    return row >= 0 && row < count() ? runs_[row].result : RunResult();
}

int RunHistory::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant RunHistory::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= count())
        return {};
    const Entry& run = runs_[index.row()];
    switch (role) {
    case WhenRole:
        return run.when.toLocalTime();
    case ArgumentsRole:
        return argumentLine(run.arguments);
    case StatusRole:
        return int(run.result.status);
    case ResultRole:
        return run.result.text.section(u'\n', 0, 0).left(200);
    case SecondsRole:
        return run.result.seconds;
    default:
        return {};
    }
}

QHash<int, QByteArray> RunHistory::roleNames() const {
    return {{WhenRole, "when"},
            {ArgumentsRole, "arguments"},
            {StatusRole, "status"},
            {ResultRole, "result"},
            {SecondsRole, "seconds"}};
}

} // namespace hadal::ui
