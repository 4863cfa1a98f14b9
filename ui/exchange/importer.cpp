#include "ui/exchange/importer.h"

#include "app/base/when_done.h"
#include "kernels/error.h"

#include <QFile>
#include <QFileInfo>
#include <QPointer>

namespace hadal::ui {

using transcripts::Change;
using transcripts::Imported;
using transcripts::Preview;

namespace {

constexpr qint64 largest = qint64(1) << 30;

struct Read {
    Imported imported;
    Preview preview;
};

QByteArray bytesOf(const QString& path) {
    QFile file(path);
    if (QFileInfo(path).isDir() || !file.open(QIODevice::ReadOnly))
        throw Error(ErrorKind::InvalidFile,
                    QStringLiteral("\"%1\" cannot be read: %2.").arg(path, file.errorString()).toStdString());
    if (file.size() > largest)
        throw Error(ErrorKind::InvalidFile,
                    QStringLiteral("\"%1\" is larger than 1 GiB, more than an import takes.")
                        .arg(path)
                        .toStdString());
    return file.readAll();
}

} // namespace

Importer::Importer(QObject* parent)
    : QAbstractListModel(parent), stopped_(std::make_shared<std::atomic<bool>>(false)) {}

Importer::~Importer() {
    *stopped_ = true;
}

int Importer::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant Importer::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Change& change = preview_.changes.at(index.row());
    switch (role) {
    case TitleRole:
        return change.title;
    case KindRole:
        return change.kind;
    case MessagesRole:
        return int(change.messages.size());
    default:
        return {};
    }
}

QHash<int, QByteArray> Importer::roleNames() const {
    return {{TitleRole, "title"}, {KindRole, "kind"}, {MessagesRole, "messages"}};
}

QString Importer::source() const {
    switch (imported_.source) {
    case transcripts::Source::ChatGpt:
        return QStringLiteral("ChatGPT");
    case transcripts::Source::DeepSeek:
        return QStringLiteral("DeepSeek");
    case transcripts::Source::Hadal:
        break;
    }
    return QStringLiteral("Hadal");
}

int Importer::fresh() const {
    return preview_.count(Change::Fresh) + preview_.count(Change::Restored);
}

void Importer::show(const Preview& preview) {
    beginResetModel();
    preview_ = preview;
    endResetModel();
}

void Importer::fail(const QString& problem) {
    state_ = Nothing;
    problem_ = problem;
    show({});
    emit changed();
}

void Importer::read(const QUrl& file) {
    if (state_ == Reading || state_ == Writing)
        return;
    fileName_ = file.fileName();
    imported_ = {};
    problem_.clear();
    show({});
    if (!file.isLocalFile()) {
        fail(tr("%1 is no place on this computer.").arg(file.toDisplayString()));
        return;
    }
    state_ = Reading;
    stopped_ = std::make_shared<std::atomic<bool>>(false);
    emit changed();
    const auto task = [store = workspace_->store(), path = file.toLocalFile()] {
        Read read;
        read.imported = transcripts::readImport(bytesOf(path));
        read.preview = transcripts::previewImport(read.imported, *store);
        return read;
    };
    whenDone(
        thread_.run(task), this,
        [this, stopped = stopped_](const Read& read) {
            if (*stopped)
                return;
            imported_ = read.imported;
            show(read.preview);
            state_ = Ready;
            emit changed();
        },
        [this, stopped = stopped_](const QString& problem) {
            if (!*stopped)
                fail(problem);
        });
}

void Importer::run() {
    if (state_ != Ready)
        return;
    state_ = Writing;
    done_ = 0;
    stopped_ = std::make_shared<std::atomic<bool>>(false);
    emit progressed();
    emit changed();
    const auto step = [this, stopped = stopped_](int done) { // this: the thread ends before it
        QMetaObject::invokeMethod(this, [this, done] {
            done_ = done;
            emit progressed();
        });
        return !*stopped;
    };
    whenDone(
        thread_.run([store = workspace_->store(), imported = imported_, step] {
            return transcripts::importInto(imported, *store, step);
        }),
        this, [this](const Preview& done) { finish(done); },
        [this](const QString& problem) { fail(problem); });
}

void Importer::stop() {
    *stopped_ = true;
    if (state_ == Writing)
        return; // it ends with the conversation it is at
    state_ = Nothing;
    show({});
    emit changed();
}

void Importer::finish(const Preview& done) {
    state_ = Nothing;
    show({});
    imported_ = {};
    emit changed();
    emit imported();
    QStringList touched;
    for (const Change& change : done.changes)
        if (change.kind != Change::Same)
            touched += change.conversation;
    if (touched.isEmpty())
        return;
    workspace_->reread(touched);
    workspace_->acts()->done(tr("%Ln chats imported", "", int(touched.size())),
                             [self = QPointer<Importer>(this), done] {
                                 if (self)
                                     self->takeBack(done);
                             });
}

/// What came goes to the bin; what was there loses the messages that were added.
void Importer::takeBack(const Preview& done) {
    QStringList come, grown;
    for (const Change& change : done.changes) {
        if (change.kind == Change::Fresh || change.kind == Change::Restored)
            come += change.conversation;
        else if (change.kind == Change::Grown)
            grown += change.conversation;
        if (change.kind != Change::Fresh && !change.messages.isEmpty())
            workspace_->store()->withdraw(change.conversation, change.messages);
    }
    workspace_->discard(come);
    workspace_->reread(grown);
}

} // namespace hadal::ui
