#include "ui/chat/turn_model.h"

#include "ui/chat/answer_format.h"

#include <QQmlEngine>

#include <algorithm>

namespace hadal::ui {
namespace {

TurnModel::State state(conversations::MessageState state) {
    switch (state) {
    case conversations::MessageState::Streaming:
        return TurnModel::Streaming;
    case conversations::MessageState::Complete:
        return TurnModel::Complete;
    case conversations::MessageState::Cancelled:
        return TurnModel::Cancelled;
    case conversations::MessageState::Truncated:
        return TurnModel::Truncated;
    case conversations::MessageState::Failed:
        return TurnModel::Failed;
    case conversations::MessageState::Cut:
        return TurnModel::Cut;
    }
    return TurnModel::Complete;
}

/// Lines of about 80 characters, 26 pixels high, and the room around them.
qreal estimate(const QString& text) {
    qreal lines = 0;
    for (const QStringView line : QStringView(text).split('\n'))
        lines += 1 + qreal(line.size() / 80);
    return 60 + 26 * lines;
}

/// A message only grows while it streams; anything else is set anew.
void grow(MessageBlocks& blocks, const QString& before, const QString& now) {
    if (now.startsWith(before)) {
        if (now.size() > before.size())
            blocks.append(now.sliced(before.size()));
        return;
    }
    blocks.clear();
    blocks.append(now);
}

/// The call that a tool message answers: that with its id, of the answer before it.
toolloop::WrittenCall callOf(const QList<conversations::Message>& path, qsizetype at) {
    if (path.at(at).role != conversations::Role::Tool)
        return {};
    qsizetype answer = at - 1;
    while (answer >= 0 && path.at(answer).role == conversations::Role::Tool)
        --answer;
    for (const toolloop::WrittenCall& call :
         answer >= 0 ? toolloop::callsOf(path.at(answer)) : QList<toolloop::WrittenCall>())
        if (call.id == path.at(at).toolCallId)
            return call;
    return {};
}

} // namespace

int TurnModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant TurnModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = rows_[size_t(index.row())];
    const conversations::Numbers& numbers = row.message.numbers;
    const bool fromPerson = row.message.role == conversations::Role::User;
    switch (role) {
    case MessageIdRole:
        return row.message.id;
    case FromPersonRole:
        return fromPerson;
    case ContentRole:
        return row.message.content;
    case WordsRole:
        return QVariant::fromValue(InlineText(row.message.content));
    case BlocksRole:
        return QVariant::fromValue(fromPerson ? nullptr : parsed(row.blocks, row.message.content));
    case ThoughtsRole:
        return QVariant::fromValue(fromPerson ? nullptr : parsed(row.thoughts, row.message.reasoning));
    case HasThoughtsRole:
        return !row.message.reasoning.isEmpty();
    case ThoughtsOpenRole:
        return row.thoughtsOpen;
    case StateRole:
        return state(row.message.state);
    case ErrorRole:
        return row.message.error;
    case VersionRole:
        return row.version;
    case VersionsRole:
        return row.versions;
    case TokensRole:
        return numbers.completionTokens;
    case TokensPerSecondRole:
        return numbers.tokensPerSecond;
    case FirstTokenSecondsRole:
        return numbers.firstTokenSeconds;
    case ReasoningSecondsRole:
        return numbers.reasoningSeconds;
    case ReasoningTokensRole:
        return numbers.reasoningTokens;
    case FileNamesRole: {
        QStringList names;
        for (const conversations::Attachment& file : row.message.files)
            names += file.name;
        return names;
    }
    case StarredRole:
        return row.message.starred;
    case BranchNameRole:
        return row.message.name;
    case IsCallRole:
        return row.message.role == conversations::Role::Tool;
    case CallRole:
        return QVariant::fromValue(ToolResult(row.message, row.call));
    case WritingRole: {
        QStringList lines;
        if (row.message.state == conversations::MessageState::Streaming)
            for (const toolloop::WrittenCall& call : toolloop::callsOf(row.message))
                lines += call.name + ' ' + call.arguments;
        return lines;
    }
    case CallsRole:
        return row.message.state == conversations::MessageState::Complete && !row.message.toolCalls.isEmpty();
    case SchemaRole:
        return AnswerFormat::schemaOf(row.message);
    case SchemaNameRole:
        return AnswerFormat::nameOf(row.message);
    case EditingRole:
        return edited_.contains(row.message.id);
    case LeftOutRole:
        return index.row() >= leftOutFrom_ && index.row() < leftOutTo_;
    case EstimateRole:
        return row.message.role == conversations::Role::Tool ? 30 : estimate(row.message.content);
    default:
        return {};
    }
}

QHash<int, QByteArray> TurnModel::roleNames() const {
    return {{MessageIdRole, "messageId"},
            {FromPersonRole, "fromPerson"},
            {ContentRole, "content"},
            {WordsRole, "words"},
            {BlocksRole, "blocks"},
            {ThoughtsRole, "thoughts"},
            {HasThoughtsRole, "hasThoughts"},
            {ThoughtsOpenRole, "thoughtsOpen"},
            {StateRole, "turnState"},
            {ErrorRole, "error"},
            {VersionRole, "version"},
            {VersionsRole, "versions"},
            {TokensRole, "tokens"},
            {TokensPerSecondRole, "tokensPerSecond"},
            {FirstTokenSecondsRole, "firstTokenSeconds"},
            {ReasoningSecondsRole, "reasoningSeconds"},
            {ReasoningTokensRole, "reasoningTokens"},
            {FileNamesRole, "fileNames"},
            {StarredRole, "starred"},
            {BranchNameRole, "branchName"},
            {EditingRole, "editing"},
            {IsCallRole, "isCall"},
            {CallRole, "call"},
            {WritingRole, "writing"},
            {CallsRole, "calls"},
            {SchemaRole, "schema"},
            {SchemaNameRole, "schemaName"},
            {LeftOutRole, "leftOut"},
            {EstimateRole, "estimate"}};
}

MessageBlocks* TurnModel::parsed(std::unique_ptr<MessageBlocks>& blocks, const QString& text) const {
    if (!blocks) {
        blocks = std::make_unique<MessageBlocks>();
        QQmlEngine::setObjectOwnership(blocks.get(), QQmlEngine::CppOwnership);
        blocks->append(text);
    }
    return blocks.get();
}

void TurnModel::take(Row& row, const conversations::Message& message) {
    if (row.blocks)
        grow(*row.blocks, row.message.content, message.content);
    if (row.thoughts)
        grow(*row.thoughts, row.message.reasoning, message.reasoning);
    row.message = message;
}

void TurnModel::show(const conversations::MessageTree& tree, const QString& leaf) {
    const QList<conversations::Message> path = tree.path(leaf);
    int same = 0;
    while (same < count() && same < path.size() && rows_[size_t(same)].message.id == path.at(same).id)
        ++same;
    if (same < count()) {
        beginRemoveRows({}, same, count() - 1);
        for (size_t gone = size_t(same); gone < rows_.size(); ++gone) // what shows them goes a moment later
            for (auto* blocks : {&rows_[gone].blocks, &rows_[gone].thoughts})
                if (*blocks)
                    blocks->release()->deleteLater();
        rows_.resize(size_t(same));
        endRemoveRows();
    }
    if (same < path.size()) {
        beginInsertRows({}, same, int(path.size()) - 1);
        for (qsizetype at = same; at < path.size(); ++at) {
            Row& row = rows_.emplace_back();
            row.message = path.at(at);
            row.call = callOf(path, at);
        }
        endInsertRows();
    }
    for (int i = 0; i < count(); ++i) {
        Row& row = rows_[size_t(i)];
        const QList<QString> versions = tree.versions(row.message.id);
        row.version = int(versions.indexOf(row.message.id)) + 1;
        row.versions = int(versions.size());
    }
    if (!rows_.empty())
        emit dataChanged(index(0), index(count() - 1), {VersionRole, VersionsRole});
    emit countChanged();
}

void TurnModel::update(const conversations::Message& message) {
    const auto row = std::find_if(rows_.rbegin(), rows_.rend(),
                                  [&](const Row& candidate) { return candidate.message.id == message.id; });
    if (row == rows_.rend())
        return;
    take(*row, message);
    const QModelIndex changed = index(int(std::distance(row, rows_.rend())) - 1);
    emit dataChanged(changed, changed);
}

void TurnModel::setEdited(const QSet<QString>& messages) {
    if (messages == edited_)
        return;
    edited_ = messages;
    if (!rows_.empty())
        emit dataChanged(index(0), index(count() - 1), {EditingRole});
}

void TurnModel::setLeftOut(int from, int to) {
    if (from == leftOutFrom_ && to == leftOutTo_)
        return;
    leftOutFrom_ = from;
    leftOutTo_ = to;
    if (!rows_.empty())
        emit dataChanged(index(0), index(count() - 1), {LeftOutRole});
}

int TurnModel::rowOf(const QString& message) const {
    const auto row = std::find_if(rows_.begin(), rows_.end(),
                                  [&](const Row& candidate) { return candidate.message.id == message; });
    return row == rows_.end() ? -1 : int(row - rows_.begin());
}

QString TurnModel::lastMessage(bool fromPerson) const {
    const auto wanted = fromPerson ? conversations::Role::User : conversations::Role::Assistant;
    const auto row = std::find_if(rows_.rbegin(), rows_.rend(),
                                  [&](const Row& candidate) { return candidate.message.role == wanted; });
    return row == rows_.rend() ? QString() : row->message.id;
}

QString TurnModel::contentOf(const QString& message) const {
    const int row = rowOf(message);
    return row < 0 ? QString() : contentAt(row);
}

void TurnModel::setThoughtsOpen(int row, bool open) {
    if (row < 0 || row >= count() || rows_[size_t(row)].thoughtsOpen == open)
        return;
    rows_[size_t(row)].thoughtsOpen = open;
    emit dataChanged(index(row), index(row), {ThoughtsOpenRole});
}

} // namespace hadal::ui
