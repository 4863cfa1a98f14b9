#include "ui/chat/chat.h"

#include "app/base/when_done.h"
#include "app/conversations/answer_recorder.h"
#include "app/conversations/store.h"
#include "app/host/model_host.h"

#include <algorithm>

namespace hadal::ui {

using conversations::Draft;
using conversations::Message;

namespace {

/// The first typed word waits no longer than this to be saved.
constexpr std::chrono::milliseconds typed_interval{400};

} // namespace

QString Chat::titleOf(const Draft& draft) {
    QString line = draft.text.simplified();
    if (line.isEmpty() && !draft.files.isEmpty())
        line = draft.files.first().name;
    return line.size() <= 60 ? line : line.first(59) + u'…';
}

Chat::Chat(const ChatServices& services, const conversations::Conversation& conversation, bool stored,
           QObject* parent)
    : QObject(parent), store_(services.store), host_(services.host), conversation_(conversation),
      settings_(
          new ChatSettings(conversation.settings, host_->recommended().value_or(services.sampling), this)),
      format_(new AnswerFormat(settings_, services.schemas, this)),
      files_(new Attachments(host_, conversation.draft.files, this)), turns_(new TurnModel(this)),
      branches_(new BranchModel(this)), meter_(new ContextMeter(host_, settings_, files_, this)),
      prompt_(new PromptProgress(this)), tools_(new ToolTurn(services.tools, settings_, host_, this)),
      stored_(stored), loaded_(!stored) {
    followTools();
    connect(host_, &host::ModelHost::stateChanged, this, [this, own = services.sampling] {
        settings_->sampling()->setRecommended(host_->recommended().value_or(own));
    });
    typedTimer_.setSingleShot(true);
    typedTimer_.setInterval(typed_interval);
    connect(&typedTimer_, &QTimer::timeout, this, &Chat::keep);
    connect(settings_, &ChatSettings::changed, this, [this] {
        conversation_.settings = settings_->json();
        settingsTyped_ = true;
        typed();
    });
    connect(files_, &Attachments::changed, this, [this] {
        if (conversation_.draft.files == files_->files())
            return;
        conversation_.draft.files = files_->files();
        draftTyped_ = true;
        typed();
    });
    connect(meter_, &ContextMeter::changed, this,
            [this] { turns_->setLeftOut(meter_->plan().from, meter_->plan().to); });
    meter_->setDraft(conversation_.draft.text);
    if (conversation_.leaf.isEmpty())
        draftTitle_ = titleOf(conversation_.draft);
    if (stored_)
        load();
}

Chat::~Chat() {
    if (typedTimer_.isActive())
        keep();
    if (reply_)
        reply_->disconnect(this);
    delete tools_;
    delete recorder_; // saves what has been written
    delete reply_;
}

QStringList Chat::queue() const {
    QStringList lines;
    for (const Draft& draft : conversation_.queue)
        lines += titleOf(draft);
    return lines;
}

void Chat::nameAfter(const Draft& draft) {
    if (draft.isEmpty() || (!conversation_.title.isEmpty() && conversation_.title != draftTitle_))
        return;
    draftTitle_ = titleOf(draft);
    setTitle(draftTitle_);
}

void Chat::reload(const QString& leaf) {
    if (answering())
        return;
    conversation_.leaf = leaf;
    load();
}

void Chat::load() {
    whenDone(
        store_->messages(conversation_.id), this,
        [this](const QList<Message>& messages) {
            tree_ = conversations::MessageTree(messages);
            loaded_ = true;
            setEdits(QJsonObject(conversation_.edits));
            showPath();
            emit loadedChanged();
        },
        [this](const QString& problem) {
            problem_ = problem;
            emit loadedChanged();
        });
}

void Chat::store() {
    if (stored_)
        return;
    stored_ = true;
    conversation_.created = conversation_.updated = QDateTime::currentDateTimeUtc();
    store_->add(conversation_);
    emit touched();
}

void Chat::setTitle(const QString& title) {
    if (conversation_.title == title)
        return;
    conversation_.title = title;
    if (stored_)
        store_->rename(conversation_.id, title);
    emit titleChanged();
    emit touched();
}

void Chat::setDraft(const QString& draft) {
    if (conversation_.draft.text == draft)
        return;
    conversation_.draft.text = draft;
    meter_->setDraft(draft);
    draftTyped_ = true;
    typed();
    emit draftChanged();
}

/// Not restarted by later keys: nothing waits longer than the interval.
void Chat::typed() {
    if (!typedTimer_.isActive())
        typedTimer_.start();
}

void Chat::keep() {
    typedTimer_.stop();
    if (!stored_ && conversation_.draft.isEmpty())
        return;
    if (conversation_.leaf.isEmpty())
        nameAfter(conversation_.draft);
    if (!stored_) {
        store();
    } else {
        if (draftTyped_)
            store_->setDraft(conversation_.id, conversation_.draft);
        if (editsTyped_)
            store_->setEdits(conversation_.id, conversation_.edits);
        if (settingsTyped_)
            store_->setSettings(conversation_.id, conversation_.settings);
    }
    const bool typed = draftTyped_ || editsTyped_ || settingsTyped_;
    draftTyped_ = editsTyped_ = settingsTyped_ = false;
    if (typed)
        emit touched();
}

void Chat::dropQueue() {
    if (!conversation_.queue.isEmpty())
        setQueue({});
}

void Chat::dropQueued(int index) {
    QList<Draft> queue = conversation_.queue;
    if (index < 0 || index >= queue.size())
        return;
    const Draft dropped = queue.takeAt(index);
    setQueue(queue);
    emit queueDropped(dropped, index);
}

void Chat::insertQueued(const Draft& draft, int index) {
    QList<Draft> queue = conversation_.queue;
    queue.insert(std::clamp<qsizetype>(index, 0, queue.size()), draft);
    setQueue(queue);
}

void Chat::takeQueued(int index) {
    QList<Draft> queue = conversation_.queue;
    if (index < 0 || index >= queue.size())
        return;
    const Draft taken = queue.takeAt(index);
    setQueue(queue);
    files_->set(taken.files + files_->files());
    setDraft(draft().isEmpty() ? taken.text : taken.text + "\n" + draft());
}

void Chat::moveQueued(int from, int to) {
    QList<Draft> queue = conversation_.queue;
    if (from < 0 || from >= queue.size() || to < 0 || to >= queue.size() || from == to)
        return;
    queue.move(from, to);
    setQueue(queue);
}

void Chat::setQueue(const QList<Draft>& queue) {
    conversation_.queue = queue;
    if (stored_)
        store_->setQueue(conversation_.id, queue);
    emit queueChanged();
    emit touched();
}

void Chat::beginEdit(const QString& message) {
    if (!tree_.contains(message) || conversation_.edits.contains(message) || answering())
        return;
    setEditText(message, tree_.message(message).content);
}

QString Chat::editText(const QString& message) const {
    return conversation_.edits.value(message).toString();
}

void Chat::setEditText(const QString& message, const QString& text) {
    QJsonObject edits = conversation_.edits;
    if (!tree_.contains(message) || (edits.contains(message) && edits.value(message) == text))
        return;
    edits[message] = text;
    setEdits(edits);
}

void Chat::cancelEdit(const QString& message) {
    QJsonObject edits = conversation_.edits;
    edits.remove(message);
    setEdits(edits);
}

void Chat::setEdits(const QJsonObject& edits) {
    const bool changed = edits != conversation_.edits;
    conversation_.edits = edits; // an edit box that opens asks for its text at once
    const QStringList messages = edits.keys();
    turns_->setEdited(QSet<QString>(messages.begin(), messages.end()));
    if (!changed)
        return;
    editsTyped_ = true;
    typed();
}

void Chat::setStarred(const QString& message, bool starred) {
    mark(message, tree_.message(message).name, starred);
}

void Chat::setBranchName(const QString& message, const QString& name) {
    mark(message, name.simplified(), tree_.message(message).starred);
}

void Chat::mark(const QString& message, const QString& name, bool starred) {
    Message marked = tree_.message(message);
    if (marked.id.isEmpty() || (marked.name == name && marked.starred == starred))
        return;
    marked.name = name;
    marked.starred = starred;
    tree_.put(marked);
    turns_->update(marked);
    branches_->show(tree_, conversation_.leaf);
    store_->setMark(message, name, starred);
}

void Chat::showPath() {
    turns_->show(tree_, conversation_.leaf);
    branches_->show(tree_, conversation_.leaf);
    meter_->setPath(tree_.path(conversation_.leaf));
    if (tools_->loop() && !answering())
        tools_->loop()->look(tree_.path(conversation_.leaf));
}

} // namespace hadal::ui
