#include "ui/chat/answer_voice.h"

#include "ui/chat/engine_message.h"
#include "ui/markdown/sentences.h"

#include <utility>

namespace hadal::ui {
namespace {

/// What is said of a block that is not read word by word; empty: it is.
QString nameOf(const Block& block) {
    switch (block.kind) {
    case Block::Code: {
        const auto lines = int(block.source.count('\n')) + 1;
        return block.language.isEmpty()
                   ? AnswerVoice::tr("Code, %n lines.", "", lines)
                   : AnswerVoice::tr("Code in %1, %n lines.", "", lines).arg(block.language);
    }
    case Block::TableBlock:
        return AnswerVoice::tr("Table, %n rows.", "",
                               int(block.table.cells.size()) / std::max(1, block.table.columns) - 1);
    case Block::Formula:
        return AnswerVoice::tr("Formula: %1").arg(block.source);
    case Block::Image:
        return AnswerVoice::tr("Image: %1").arg(block.text.plain());
    default:
        return {};
    }
}

} // namespace

void AnswerVoice::setChat(Chat* chat) {
    if (chat_ == chat)
        return;
    if (chat_) {
        chat_->turns()->disconnect(this);
        chat_->tools()->disconnect(this);
    }
    chat_ = chat;
    message_.clear();
    reading_ = false;
    if (chat_) {
        connect(chat_->turns(), &TurnModel::dataChanged, this, &AnswerVoice::grew);
        connect(chat_->turns(), &TurnModel::countChanged, this, &AnswerVoice::grew);
        connect(chat_->tools(), &ToolTurn::moved, this, &AnswerVoice::toolsMoved);
        calls_ = callStates();
        paused_ = isPaused();
        grew();
        if (const int row = lastAnswer(); reading_ && row >= 0) // what is there already can be read as it is
            skip(*chat_->turns()->blocksAt(row));
    }
    emit chatChanged();
}

int AnswerVoice::lastAnswer() const {
    const TurnModel* turns = chat_->turns();
    for (int row = turns->count() - 1; row >= 0; --row) {
        const auto is = [&](int role) { return turns->data(turns->index(row), role).toBool(); };
        if (is(TurnModel::FromPersonRole))
            return -1;
        if (!is(TurnModel::IsCallRole))
            return row;
    }
    return -1;
}

void AnswerVoice::grew() {
    if (!heard_)
        return;
    const int row = lastAnswer();
    if (row < 0)
        return;
    const QModelIndex index = chat_->turns()->index(row);
    const bool streaming = index.data(TurnModel::StateRole).toInt() == TurnModel::Streaming;
    const QString message = index.data(TurnModel::MessageIdRole).toString();
    const MessageBlocks& blocks = *chat_->turns()->blocksAt(row);
    if (const bool other = std::exchange(message_, message) != message; other || (streaming && !reading_)) {
        row_ = at_ = 0;
        reading_ = streaming;
        if (!other) // it goes on where it was cut
            skip(blocks);
    }
    if (!reading_)
        return;
    reading_ = streaming;
    read(blocks, !streaming);
    if (!streaming)
        end(row);
}

void AnswerVoice::read(const MessageBlocks& blocks, bool whole) {
    for (; row_ < blocks.blocks().size(); ++row_, at_ = 0) {
        const Block& block = blocks.blocks().at(row_);
        const bool ended = whole || row_ < blocks.settledCount() || row_ + 1 < blocks.blocks().size();
        if (const QString name = nameOf(block); !name.isEmpty()) {
            if (!ended)
                return;
            emit spoken(name);
            continue;
        }
        const QString words = block.text.plain();
        for (const int sentence : sentenceEnds(words)) {
            if (sentence <= at_)
                continue;
            if (!ended && sentence == words.size()) // it may go on
                return;
            const QString marker = at_ == 0 && !block.marker.isEmpty() ? block.marker + ' ' : QString();
            emit spoken(marker + words.sliced(at_, sentence - at_).trimmed());
            at_ = sentence;
        }
        if (!ended)
            return;
    }
}

void AnswerVoice::skip(const MessageBlocks& blocks) {
    row_ = std::max(0, int(blocks.blocks().size()) - 1);
    at_ = blocks.blocks().isEmpty() ? 0 : int(blocks.blocks().last().text.plain().size());
}

void AnswerVoice::end(int row) {
    const QModelIndex index = chat_->turns()->index(row);
    switch (index.data(TurnModel::StateRole).toInt()) {
    case TurnModel::Failed:
        emit spoken(EngineMessage::translated(index.data(TurnModel::ErrorRole).toString()));
        break;
    case TurnModel::Cancelled:
        emit spoken(tr("Stopped."));
        break;
    case TurnModel::Truncated:
        emit spoken(tr("Ended at the length limit."));
        break;
    default:
        break;
    }
}

QHash<QString, ToolCard::State> AnswerVoice::callStates() const {
    QHash<QString, ToolCard::State> states;
    if (const toolloop::ToolLoop* loop = chat_->tools()->loop())
        for (const toolloop::ToolLoop::Job& job : loop->jobs()) {
            const ToolCard* card = chat_->tools()->card(job.message.id);
            const bool ended = job.record.phase == toolloop::Phase::Ended;
            states[job.message.id] = card ? card->state() : ended ? ToolCard::Ended : ToolCard::Held;
        }
    return states;
}

/// By itself: a turn that was left off is found as it is.
bool AnswerVoice::isPaused() const {
    const toolloop::ToolLoop* loop = chat_->tools()->loop();
    return chat_->tools()->paused() && loop->pause() != toolloop::ToolLoop::Unfinished;
}

void AnswerVoice::toolsMoved() {
    if (!heard_)
        return;
    const QHash<QString, ToolCard::State> before = std::exchange(calls_, callStates());
    for (auto call = calls_.cbegin(); call != calls_.cend(); ++call)
        if (const auto was = before.value(call.key(), ToolCard::Held); was != call.value())
            if (const QString words = toolWords(call.key(), was, call.value()); !words.isEmpty())
                emit spoken(words);
    const bool paused = isPaused();
    if (std::exchange(paused_, paused) != paused && paused)
        emit spoken(chat_->tools()->pauseText());
}

/// What is said where a call was in one state and is now in another.
QString AnswerVoice::toolWords(const QString& message, ToolCard::State before, ToolCard::State now) const {
    const int row = chat_->turns()->rowOf(message);
    if (row < 0)
        return {};
    const auto call = chat_->turns()->index(row).data(TurnModel::CallRole).value<ToolResult>();
    switch (now) {
    case ToolCard::Waiting:
        return tr("The tool %1 waits for you.").arg(call.name());
    case ToolCard::Asking:
        return tr("The tool %1 asks: %2").arg(call.name(), chat_->tools()->card(message)->question());
    case ToolCard::Running: // one that may run unasked says what came of it, and no more
        return before == ToolCard::Waiting ? tr("The tool %1 runs.").arg(call.name()) : QString();
    case ToolCard::Ended:
        return tr("The tool %1: %2.").arg(call.name(), call.did());
    case ToolCard::Held:
        break;
    }
    return {};
}

} // namespace hadal::ui
