#include "ui/exchange/exporter.h"

#include "app/base/when_done.h"
#include "app/transcripts/import.h"
#include "ui/transcripts/pdf.h"

#include <QDir>

#include <algorithm>

namespace hadal::ui {

using conversations::Conversation;
using transcripts::Choice;
using transcripts::Transcript;

namespace {

constexpr int kPageWidth = 640;    // pixels of the picture of a page
constexpr int kPageMessages = 12;  // more do not stand on a first page
constexpr int kPageLetters = 4000; // of each of them
constexpr int kSampleLetters = 6000;

} // namespace

Exporter::Exporter(QObject* parent)
    : QObject(parent), stopped_(std::make_shared<std::atomic<bool>>(false)),
      looked_(std::make_shared<std::atomic<int>>(0)) {
    connect(this, &Exporter::choiceChanged, this, &Exporter::look);
}

Exporter::~Exporter() {
    *stopped_ = true;
    ++*looked_;
}

Format Exporter::format() const {
    switch (kind_) {
    case Html:
        return Format::Html;
    case Pdf:
        return Format::Pdf;
    case Json:
        return Format::Json;
    case Markdown:
        break;
    }
    return Format::Markdown;
}

transcripts::Words Exporter::words() const {
    transcripts::Words words;
    words.you = tr("You");
    words.answer = tr("Answer");
    words.system = tr("System");
    words.file = tr("File %1");
    words.thinking = tr("Thinking");
    words.call = tr("Call of %1");
    words.changedCall = tr("Call of %1, changed before it ran");
    words.result = tr("Result of %1");
    words.tokens = tr("%1 tokens");
    words.version = tr("Version %1 of %2");
    return words;
}

QString Exporter::folderName() const {
    return workspace_ ? workspace_->sidebar()->findFolder(folder_).name : QString();
}

QStringList Exporter::ids() const {
    if (scope_ == Picked)
        return picked_;
    QStringList ids;
    if (workspace_)
        for (const Conversation& conversation : workspace_->sidebar()->all())
            if (scope_ == Everything || conversation.folder == folder_)
                ids += conversation.id;
    return ids;
}

void Exporter::begin(const QStringList& conversations, const QString& folder) {
    picked_ = conversations;
    folder_ = folder.isEmpty() && conversations.size() == 1
                  ? workspace_->sidebar()->folderOf(conversations.first())
                  : folder;
    scope_ = !picked_.isEmpty() ? Picked : !folder.isEmpty() ? InFolder : Everything;
    problem_.clear();
    preview_ = {};
    emit previewed();
    emit writingChanged();
    emit choiceChanged();
}

void Exporter::setScope(Scope scope) {
    if (scope == scope_)
        return;
    scope_ = scope;
    emit choiceChanged();
}

void Exporter::setKind(Kind kind) {
    if (kind == kind_)
        return;
    kind_ = kind;
    emit choiceChanged();
}

void Exporter::set(bool Choice::*what, bool value) {
    if (choice_.*what == value)
        return;
    choice_.*what = value;
    emit choiceChanged();
}

QString Exporter::suggestedName() const {
    const QStringList all = ids();
    if (all.size() == 1)
        return transcripts::fileName(workspace_->sidebar()->find(all.first())) + '.' + ending();
    Conversation named;
    named.title = scope_ == InFolder && !folderName().isEmpty() ? folderName() : tr("Hadal chats");
    return transcripts::fileName(named) + (severalFiles() ? QString() : '.' + ending());
}

Exporter::Preview Exporter::lookAt(const Transcript& transcript, Format format, const Choice& choice,
                                   const transcripts::Words& words) {
    Preview preview;
    preview.messages =
        int(choice.versions || format == Format::Json
                ? transcript.messages.size()
                : conversations::MessageTree(transcript.messages).path(transcript.conversation.leaf).size());
    if (format == Format::Markdown || format == Format::Json) {
        const QByteArray bytes = bytesOf(format, transcript, choice, words);
        preview.bytes = qreal(bytes.size());
        preview.sample = QString::fromUtf8(bytes.first(std::min<qsizetype>(bytes.size(), 4 * kSampleLetters)))
                             .left(kSampleLetters);
        return preview;
    }
    Transcript beginning = transcript;
    if (!choice.versions)
        beginning.messages =
            conversations::MessageTree(transcript.messages).path(transcript.conversation.leaf);
    beginning.messages =
        beginning.messages.first(std::min<qsizetype>(kPageMessages, beginning.messages.size()));
    for (conversations::Message& message : beginning.messages)
        message.content.truncate(kPageLetters);
    if (!beginning.messages.isEmpty() && !choice.versions)
        beginning.conversation.leaf = beginning.messages.last().id;
    preview.page = firstPage(beginning, choice, words, kPageWidth);
    return preview;
}

void Exporter::look() {
    const QStringList all = ids();
    const int number = ++*looked_;
    if (all.isEmpty() || !workspace_) {
        preview_ = {};
        emit previewed();
        return;
    }
    // The store answers in order: what is shown has been written to it before.
    const auto task = [store = workspace_->store(), id = all.first(), single = all.size() == 1,
                       format = format(), choice = choice_, words = words(), number, looked = looked_] {
        if (*looked != number)
            return Preview();
        const QList<Transcript> read = transcripts::collect(*store, {id});
        if (*looked != number)
            return Preview();
        Preview preview = lookAt(read.first(), format, choice, words);
        if (!single)
            preview.bytes = 0;
        return preview;
    };
    whenDone(
        thread_.run(task), this,
        [this, number](const Preview& preview) {
            if (*looked_ != number)
                return;
            preview_ = preview;
            emit previewed();
        },
        [this, number](const QString& problem) {
            if (*looked_ == number)
                finish(0, {}, problem);
        });
}

void Exporter::write(const QUrl& target) {
    const QStringList all = ids();
    if (writing_ || all.isEmpty())
        return;
    if (!target.isLocalFile()) {
        finish(0, {}, tr("%1 is no place on this computer.").arg(target.toDisplayString()));
        return;
    }
    QString path = target.toLocalFile();
    QString folder = QFileInfo(path).absolutePath();
    if (severalFiles()) { // a new folder: what is there is not written over
        const QString name = path + '/' + suggestedName();
        path = name;
        for (int copy = 2; QFileInfo::exists(path); ++copy)
            path = QStringLiteral("%1 (%2)").arg(name).arg(copy);
        folder = path;
    }
    writing_ = true;
    done_ = 0;
    problem_.clear();
    stopped_ = std::make_shared<std::atomic<bool>>(false);
    ++*looked_; // a preview that is being made gives way
    emit progressed();
    emit writingChanged();
    const auto step = [this, stopped = stopped_](int done) { // this: the thread ends before it
        QMetaObject::invokeMethod(this, [this, done] {
            done_ = done;
            emit progressed();
        });
        return !*stopped;
    };
    const auto task = [store = workspace_->store(), all, path, format = format(), choice = choice_,
                       words = words(), step] {
        return int(exportTo(path, format, transcripts::collect(*store, all), choice, words, step).size());
    };
    whenDone(
        thread_.run(task), this,
        [this, chats = int(all.size()), folder](int) {
            finish(chats, QUrl::fromLocalFile(folder).toString(), {});
        },
        [this, stopped = stopped_](const QString& problem) {
            finish(0, {}, *stopped ? QString() : problem);
        });
}

void Exporter::stop() {
    *stopped_ = true;
}

void Exporter::finish(int chats, const QString& folder, const QString& problem) {
    writing_ = false;
    problem_ = problem;
    emit writingChanged();
    if (chats > 0)
        emit written(chats, folder);
}

} // namespace hadal::ui
