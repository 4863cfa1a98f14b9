#include "ui/chat/attachments.h"

#include "app/base/when_done.h"
#include "app/conversations/chat_messages.h"
#include "app/host/model_host.h"

#include <QFile>
#include <QFileInfo>
#include <QMimeDatabase>
#include <QStringDecoder>

#include <algorithm>

namespace hadal::ui {

using conversations::Attachment;

namespace {

constexpr qint64 largest = 8 << 20;

[[noreturn]] void refuse(const QString& why) {
    throw Error(ErrorKind::Unsupported, why.toStdString());
}

} // namespace

Attachment Attachments::read(const QUrl& url) {
    const QFileInfo info(url.toLocalFile());
    const QString name = info.fileName();
    if (!url.isLocalFile())
        refuse(tr("“%1” is not a file on this computer. Save it first, then attach it.")
                   .arg(url.toDisplayString()));
    if (info.isDir())
        refuse(tr("“%1” is a folder. Attach its files one by one.").arg(name));
    const QString type = QMimeDatabase().mimeTypeForFile(info).name();
    if (type.startsWith("image/") && type != "image/svg+xml")
        refuse(tr("“%1” is an image. The model reads text only, so it was not attached.").arg(name));
    if (type.startsWith("audio/") || type.startsWith("video/"))
        refuse(tr("“%1” is a recording. The model reads text only, so it was not attached.").arg(name));
    if (type == "application/pdf")
        refuse(tr("“%1” is a PDF. Copy the text that matters out of it and paste that.").arg(name));
    if (info.size() > largest)
        refuse(tr("“%1” is larger than 8 MiB, more than any context holds. Attach the part that matters.")
                   .arg(name));
    QFile file(info.filePath());
    if (!file.open(QIODevice::ReadOnly))
        refuse(tr("“%1” cannot be read: %2").arg(name, file.errorString()));
    const QByteArray bytes = file.read(largest);
    const auto encoding = QStringConverter::encodingForData(bytes).value_or(QStringConverter::Utf8);
    QStringDecoder decoder(encoding);
    QString text = decoder.decode(bytes);
    if (decoder.hasError() || text.contains(QChar(0)))
        refuse(tr("“%1” is not text in UTF-8 or UTF-16, so the model could not read it.").arg(name));
    return {name, text.replace("\r\n", "\n")};
}

Attachments::Attachments(host::ModelHost* host, const QList<Attachment>& files, QObject* parent)
    : QAbstractListModel(parent), host_(host) {
    set(files);
    connect(host_, &host::ModelHost::stateChanged, this, [this] { // another model counts in other tokens
        tokens_.clear();
        for (const Attachment& file : qAsConst(files_))
            count(file.text);
        emit changed();
    });
}

int Attachments::tokens() const {
    int sum = 0;
    for (const Attachment& file : files_)
        sum += tokens_.value(file.text);
    return sum;
}

int Attachments::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant Attachments::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Attachment& file = files_.at(index.row());
    switch (role) {
    case NameRole:
        return file.name;
    case TextRole:
        return file.text;
    case TokensRole:
        return tokens_.value(file.text);
    default:
        return {};
    }
}

QHash<int, QByteArray> Attachments::roleNames() const {
    return {{NameRole, "name"}, {TextRole, "fileText"}, {TokensRole, "tokens"}};
}

void Attachments::set(const QList<Attachment>& files) {
    if (files == files_)
        return;
    beginResetModel();
    files_ = files;
    endResetModel();
    for (const Attachment& file : files)
        count(file.text);
    emit changed();
}

QString Attachments::addFiles(const QList<QUrl>& files) {
    QStringList refused;
    for (const QUrl& url : files) {
        try {
            add(read(url));
        } catch (const Error& error) {
            refused += QString::fromUtf8(error.what());
        }
    }
    return refused.join('\n');
}

void Attachments::addPaste(const QString& text) {
    int number = 1;
    const auto name = [&number] { return tr("Pasted text %1.txt").arg(number); };
    while (std::any_of(files_.cbegin(), files_.cend(),
                       [&](const Attachment& file) { return file.name == name(); }))
        ++number;
    add({name(), text});
}

void Attachments::addText(const QString& name, const QString& text) {
    add({name, text});
}

void Attachments::remove(int row) {
    if (row < 0 || row >= count())
        return;
    beginRemoveRows({}, row, row);
    files_.removeAt(row);
    endRemoveRows();
    emit changed();
}

void Attachments::add(const Attachment& file) {
    beginInsertRows({}, count(), count());
    files_.append(file);
    endInsertRows();
    count(file.text);
    emit changed();
}

void Attachments::count(const QString& text) {
    if (host_->state() != host::ModelHost::State::Ready || tokens_.contains(text))
        return;
    whenDone(
        host_->countTokens({conversations::textWithFiles({}, {{QString(), text}})}), this,
        [this, text](const QList<qint64>& tokens) {
            tokens_[text] = int(tokens.first());
            emit dataChanged(index(0), index(std::max(0, count() - 1)), {TokensRole});
            emit changed();
        },
        [](const QString&) { /* the model went away: counted again with the next one */ });
}

} // namespace hadal::ui
