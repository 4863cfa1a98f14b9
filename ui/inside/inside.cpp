#include "ui/inside/inside.h"

#include "app/base/when_done.h"

#include <algorithm>
#include <cmath>

namespace hadal::ui {

namespace {

/// Of what was read, by quarters; nothing below a tenth is worth a colour.
int levelOf(double share) {
    return share < 0.1 ? 0 : std::min(4, 1 + int(share * 4));
}

QRectF rectangleOf(const QQuickItem* text, int position) {
    QRectF rectangle;
    QMetaObject::invokeMethod(const_cast<QQuickItem*>(text), "positionToRectangle",
                              Q_RETURN_ARG(QRectF, rectangle), Q_ARG(int, position));
    return rectangle;
}

} // namespace

Inside::Inside(QObject* parent)
    : QObject(parent), marks_(new PassageMarks(this)), alternatives_(new AlternativeList(this)),
      passages_(new PassageList(this)) {
    connect(marks_, &PassageMarks::pressed, this, &Inside::pressed);
}

void Inside::setChat(Chat* chat) {
    if (chat == chat_)
        return;
    if (chat_)
        chat_->disconnect(this);
    chat_ = chat;
    clear();
    if (chat_)
        connect(chat_, &Chat::answeringChanged, this, &Inside::clear);
    emit chatChanged();
}

void Inside::setOpen(bool open) {
    if (open == isOpen())
        return;
    marks_->setActive(open);
    clear();
    emit openChanged();
}

void Inside::clear() {
    message_.clear();
    look_ = {};
    insight_ = {};
    cut_.clear();
    layer_ = -1;
    state_ = Empty;
    problem_.clear();
    alternatives_->clear();
    passages_->set({});
    marks_->set({});
    emit changed();
}

QString Inside::sourceOf(const QString& message, bool reasoning) const {
    const int row = chat_ ? chat_->turns()->rowOf(message) : -1;
    return row < 0     ? QString()
           : reasoning ? chat_->turns()->reasoningAt(row)
                       : chat_->turns()->contentAt(row);
}

const MessageBlocks* Inside::blocksOf(const QString& message, bool reasoning) const {
    const int row = chat_ ? chat_->turns()->rowOf(message) : -1;
    if (row < 0)
        return nullptr;
    const auto role = reasoning ? TurnModel::ThoughtsRole : TurnModel::BlocksRole;
    return chat_->turns()->data(chat_->turns()->index(row), role).value<MessageBlocks*>();
}

void Inside::pressed(const TextPlace& place, int position, QQuickItem* text) {
    const auto* blocks = blocksOf(place.message, place.reasoning);
    if (!blocks || chat_->answering())
        return; // what the person wrote was not decided by a model
    const QString source = sourceOf(place.message, place.reasoning);
    const SourceMap map(source, blocks->blocks());
    if (place.row >= map.rows() || map.length(place.row) == 0)
        return;
    message_ = place.message;
    reasoning_ = place.reasoning;
    text_ = text;
    textPosition_ = position;
    look(std::min(map.toSource(place.row, position), int(source.size()) - 1));
}

void Inside::step(int by) {
    const QString source = sourceOf(message_, reasoning_);
    const QByteArray bytes = source.toUtf8();
    const auto at = by < 0 ? qsizetype(insight_.bytes.begin) - 1 : qsizetype(insight_.bytes.end);
    if (state_ != Shown || at < 0 || at >= bytes.size())
        return;
    text_ = nullptr;
    look(std::min(int(QString::fromUtf8(bytes.first(at)).size()), int(source.size()) - 1));
}

void Inside::look(int at) {
    state_ = Looking;
    problem_.clear();
    look_ = chat_->lookInside(message_, reasoning_, at);
    emit changed();
    const int number = ++looks_;
    whenDone(
        look_.insight, this,
        [this, number](const runtime::Insight& insight) {
            if (state_ == Looking && number == looks_ && chat_)
                take(insight);
        },
        [this, number](const QString& problem) {
            if (state_ != Looking || number != looks_)
                return;
            clear();
            problem_ = problem;
            state_ = Failed;
            emit changed();
        });
}

void Inside::take(const runtime::Insight& insight) {
    insight_ = insight;
    layer_ = std::min(layer_, layers() - 1);
    state_ = Shown;
    alternatives_->set(insight_.token, chat_->endOfAnswer());
    cut();
    paint();
    emit changed();
    if (text_)
        emit found(text_, rectangleOf(text_, textPosition_));
}

/// Cuts the messages that the model was sent, as far as it had read them. What it was not sent is not parsed:
/// a conversation may be much longer than a context.
void Inside::cut() {
    cut_.clear();
    if (readsAll())
        return; // nothing to show
    QSet<QString> sent;
    for (const Look::Source& source : std::as_const(look_.sources))
        sent += source.message;
    TurnModel* turns = chat_->turns();
    for (int row = 0; row < turns->count(); ++row) {
        const auto get = [&](int role) { return turns->data(turns->index(row), role); };
        const QString message = get(TurnModel::MessageIdRole).toString();
        if (!sent.contains(message))
            continue;
        const QString content = turns->contentAt(row);
        if (get(TurnModel::FromPersonRole).toBool() || get(TurnModel::IsCallRole).toBool()) {
            cut_ += passagesOf({message, false, 0}, content, SourceMap(content), {content}, row);
            continue;
        }
        const auto add = [&](bool reasoning, const QString& source) {
            const auto* blocks = blocksOf(message, reasoning);
            QStringList words;
            for (const Block& block : blocks->blocks())
                words += block.text.plain();
            cut_ +=
                passagesOf({message, reasoning, 0}, source, SourceMap(source, blocks->blocks()), words, row);
        };
        if (message != message_) {
            add(false, content);
            continue;
        }
        add(true, turns->reasoningAt(row));
        if (!reasoning_)
            add(false, content);
        cut_.removeIf([this](const Passage& passage) {
            return passage.place.message == message_ && passage.place.reasoning == reasoning_ &&
                   passage.bytes.begin >= insight_.bytes.begin;
        });
        break;
    }
}

void Inside::paint() {
    QList<PassageList::Row> rows;
    QMap<TextPlace, QList<PassageMark>> marks;
    const QList<double> shares = sharesRead(cut_, insight_, look_.sources, layer_);
    for (qsizetype i = 0; i < cut_.size(); ++i) {
        const Passage& passage = cut_[i];
        const int level = levelOf(shares[i]);
        if (level == 0)
            continue;
        rows += {passage, shares[i], level};
        marks[passage.place] += {passage.begin, passage.end, level};
    }
    markToken(marks);
    passages_->set(rows);
    marks_->set(marks);
}

void Inside::markToken(QMap<TextPlace, QList<PassageMark>>& marks) const {
    const QString source = sourceOf(message_, reasoning_);
    const QByteArray bytes = source.toUtf8();
    const auto place = [&](size_t at) { return int(QString::fromUtf8(bytes.first(qsizetype(at))).size()); };
    const int from = place(insight_.bytes.begin), to = place(insight_.bytes.end);
    const SourceMap map(source, blocksOf(message_, reasoning_)->blocks());
    for (int row = 0; row < map.rows(); ++row) {
        const int begin = map.toShown(row, from), end = map.toShown(row, to);
        if (begin >= end)
            continue;
        // What was read ends before the token: its own sentence is marked up to there.
        QList<PassageMark> own;
        for (PassageMark mark : marks.take({message_, reasoning_, row})) {
            mark.end = std::min(mark.end, begin);
            if (mark.begin < mark.end)
                own += mark;
        }
        own += {begin, end, 0};
        marks[{message_, reasoning_, row}] = own;
    }
}

void Inside::setLayer(int layer) {
    layer = std::clamp(layer, -1, layers() - 1);
    if (layer == layer_)
        return;
    layer_ = layer;
    if (state_ == Shown)
        paint();
    emit changed();
}

QString Inside::token() const {
    return AlternativeList::shown(QByteArray::fromStdString(insight_.token.chosen.bytes));
}

double Inside::surprise() const {
    return -double(insight_.token.chosen.logprob) / std::log(2.0);
}

bool Inside::readsAll() const {
    return std::all_of(insight_.layers.begin(), insight_.layers.end(), [this](const auto& layer) {
        return layer.all || layer.read.size() == insight_.origins.size();
    });
}

int Inside::readTokens() const {
    size_t most = 0;
    for (int number = 0; number < layers(); ++number) {
        const auto& layer = insight_.layers[size_t(number)];
        if (layer_ < 0 || layer_ == number)
            most = std::max(most, layer.all ? insight_.origins.size() : layer.read.size());
    }
    return int(most);
}

int Inside::expertsPerToken() const {
    size_t most = 0;
    for (const auto& layer : insight_.layers)
        most = std::max(most, layer.experts.size());
    return int(most);
}

QString Inside::expertWords() const {
    QStringList words;
    if (layer_ >= 0)
        for (const std::int32_t expert : insight_.layers[size_t(layer_)].experts)
            words += QString::number(expert);
    return words.join(QStringLiteral(", "));
}

void Inside::goOn(int row) {
    if (state_ != Shown || row < 0 || row >= alternatives_->rowCount() ||
        !alternatives_->rows().at(row).usable)
        return;
    const QString text = QString::fromUtf8(alternatives_->rows().at(row).bytes);
    const QString message = message_; // forgotten as soon as the chat answers
    chat_->branchAt(message, reasoning_, int(insight_.bytes.begin), text);
}

} // namespace hadal::ui
