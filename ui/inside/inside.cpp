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

} // namespace

Inside::Inside(QObject* parent)
    : QObject(parent), marks_(new PassageMarks(this)), alternatives_(new AlternativeList(this)),
      passages_(new PassageList(this)) {
    connect(marks_, &PassageMarks::pressed, this, &Inside::pressed);
    connect(marks_, &PassageMarks::left, this, &Inside::left);
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

void Inside::pressed(const TextPlace& place, int position, QQuickItem* text, const QRectF& at, bool hovered) {
    const auto* blocks = blocksOf(place.message, place.reasoning);
    if (!blocks || chat_->answering())
        return; // what the person wrote was not decided by a model
    const QString source = sourceOf(place.message, place.reasoning);
    const SourceMap map(source, shownTexts(blocks->blocks()));
    if (map.length(place.row, place.place) == 0)
        return;
    const int where = std::min(map.toSource(place.row, place.place, position), int(source.size()) - 1);
    const bool same = state_ == Shown && place.message == message_ && place.reasoning == reasoning_;
    const auto byte = size_t(source.first(where).toUtf8().size());
    if (hovered && state_ == Looking)
        return; // one at a time: the pointer moves faster than a model reads
    text_ = text;
    at_ = at;
    hovered_ = hovered;
    if (same && byte >= insight_.bytes.begin && byte < insight_.bytes.end) {
        emit found(text_, at_, hovered_);
        return;
    }
    message_ = place.message;
    reasoning_ = place.reasoning;
    look(where);
}

void Inside::begin(const QString& words) {
    const QString answer = chat_ ? chat_->turns()->lastMessage(false) : QString();
    if (answer.isEmpty() || chat_->answering() || state_ == Looking)
        return;
    message_ = answer;
    reasoning_ = chat_->turns()->contentOf(answer).isEmpty();
    const QString source = sourceOf(message_, reasoning_);
    const qsizetype at = source.indexOf(words);
    if (source.isEmpty() || at < 0)
        return;
    text_ = nullptr;
    look(int(at));
}

void Inside::step(int by) {
    if (state_ != Shown) {
        begin();
        return;
    }
    const QString source = sourceOf(message_, reasoning_);
    const QByteArray bytes = source.toUtf8();
    const auto at = by < 0 ? qsizetype(insight_.bytes.begin) - 1 : qsizetype(insight_.bytes.end);
    if (at < 0 || at >= bytes.size())
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
        emit found(text_, at_, hovered_);
}

/// Cuts the messages that the model was sent, as far as it had read them. What it was not sent is not parsed:
/// a conversation may be much longer than a context. A long context takes a while, so another thread does it.
void Inside::cut() {
    cut_.clear();
    if (readsAll())
        return; // nothing to show
    QSet<QString> sent;
    for (const Look::Source& source : std::as_const(look_.sources))
        sent += source.message;
    QList<PassageSource> sources;
    const TurnModel* turns = chat_->turns();
    for (int row = 0; row < turns->count(); ++row) {
        const auto get = [&](int role) { return turns->data(turns->index(row), role); };
        const QString message = get(TurnModel::MessageIdRole).toString();
        if (!sent.contains(message))
            continue;
        const bool asItIs = get(TurnModel::FromPersonRole).toBool() || get(TurnModel::IsCallRole).toBool();
        if (message == message_)
            sources += {message, true, turns->reasoningAt(row), true, row};
        if (message != message_ || !reasoning_)
            sources += {message, false, turns->contentAt(row), !asItIs, row};
        if (message == message_)
            break;
    }
    if (!thread_)
        thread_ = std::make_unique<TaskThread>();
    whenDone(
        thread_->run([sources] { return passagesOf(sources); }), this,
        [this, number = looks_](QList<Passage> passages) {
            if (number != looks_ || state_ != Shown)
                return;
            passages.removeIf([this](const Passage& passage) {
                return passage.place.message == message_ && passage.place.reasoning == reasoning_ &&
                       passage.bytes.begin >= insight_.bytes.begin;
            });
            cut_ = std::move(passages);
            paint();
            emit changed();
        },
        [](const QString&) {});
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
    const SourceMap map(source, shownTexts(blocksOf(message_, reasoning_)->blocks()));
    for (int row = 0; row < map.rows(); ++row) {
        for (int place = 0; place < map.texts(row); ++place) {
            const int begin = map.toShown(row, place, from), end = map.toShown(row, place, to);
            if (begin >= end)
                continue;
            // What was read ends before the token: its own sentence is marked up to there.
            QList<PassageMark> own;
            for (PassageMark mark : marks.take({message_, reasoning_, row, place})) {
                mark.end = std::min(mark.end, begin);
                if (mark.begin < mark.end)
                    own += mark;
            }
            own += {begin, end, 0};
            marks[{message_, reasoning_, row, place}] = own;
        }
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

QString Inside::expertsOf(int layer) const {
    QStringList words;
    for (const std::int32_t expert : insight_.layers[size_t(layer)].experts)
        words += QString::number(expert);
    return words.join(QStringLiteral(", "));
}

QString Inside::expertWords() const {
    return layer_ < 0 ? QString() : expertsOf(layer_);
}

QStringList Inside::expertTable() const {
    QStringList rows;
    for (int layer = 0; layer < layers(); ++layer)
        if (!insight_.layers[size_t(layer)].experts.empty())
            rows += tr("Layer %1: %2").arg(layer + 1).arg(expertsOf(layer));
    return rows;
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
