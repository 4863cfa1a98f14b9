#include "ui/inside/inside_lists.h"

#include <QStringDecoder>

#include <cmath>

namespace hadal::ui {

namespace {

constexpr qsizetype kFew = 3;     ///< alternatives that are shown however unlikely they are
constexpr double kLikely = 0.005; ///< the share from which on a further one is shown

bool isText(const QByteArray& bytes) {
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder.decode(bytes);
    return !bytes.isEmpty() && !decoder.hasError() && text.toUtf8() == bytes;
}

} // namespace

int AlternativeList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(rows_.size());
}

QVariant AlternativeList::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = rows_.at(index.row());
    switch (role) {
    case TokenRole:
        return shown(row.bytes);
    case ShareRole:
        return row.share;
    case ChosenRole:
        return row.chosen;
    case UsableRole:
        return row.usable;
    default:
        return {};
    }
}

QHash<int, QByteArray> AlternativeList::roleNames() const {
    return {{TokenRole, "token"}, {ShareRole, "share"}, {ChosenRole, "chosen"}, {UsableRole, "usable"}};
}

void AlternativeList::set(const runtime::Logprobs& token, const QByteArray& end) {
    const auto row = [&](const runtime::TokenLogprob& one) {
        const QByteArray bytes = QByteArray::fromStdString(one.bytes);
        const bool chosen = one.id == token.chosen.id;
        return Row{bytes, std::exp(double(one.logprob)), chosen, !chosen && isText(bytes) && bytes != end};
    };
    beginResetModel();
    rows_.clear();
    for (const auto& one : token.top)
        if (rows_.size() < kFew || std::exp(double(one.logprob)) >= kLikely)
            rows_ += row(one);
    if (std::none_of(rows_.begin(), rows_.end(), [](const Row& one) { return one.chosen; }))
        rows_ += row(token.chosen);
    endResetModel();
    emit changed();
}

void AlternativeList::clear() {
    beginResetModel();
    rows_.clear();
    endResetModel();
    emit changed();
}

double AlternativeList::others() const {
    double listed = 0;
    for (const Row& row : rows_)
        listed += row.share;
    return rows_.isEmpty() ? 0 : std::max(0.0, 1 - listed);
}

QString AlternativeList::shown(const QByteArray& bytes) {
    if (!isText(bytes))
        return QString::fromLatin1(bytes.toHex(' '));
    QString text = QString::fromUtf8(bytes);
    return text.replace(u' ', u'·').replace(u'\n', u'↵').replace(u'\t', u'⇥');
}

int PassageList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(rows_.size());
}

QVariant PassageList::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = rows_.at(index.row());
    switch (role) {
    case WordsRole:
        return row.passage.text.simplified();
    case ShareRole:
        return row.share;
    case LevelRole:
        return row.level;
    case TurnRole:
        return row.passage.turn;
    case PlaceRole:
        return row.passage.where;
    default:
        return {};
    }
}

QHash<int, QByteArray> PassageList::roleNames() const {
    return {{WordsRole, "words"},
            {ShareRole, "share"},
            {LevelRole, "level"},
            {TurnRole, "turn"},
            {PlaceRole, "place"}};
}

void PassageList::set(QList<Row> rows) {
    std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.share > b.share; });
    beginResetModel();
    rows_ = std::move(rows);
    endResetModel();
    emit changed();
}

} // namespace hadal::ui
