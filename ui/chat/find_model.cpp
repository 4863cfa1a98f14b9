#include "ui/chat/find_model.h"

#include "app/conversations/search_text.h"

namespace hadal::ui {

int FindModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant FindModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = rows_.at(index.row());
    switch (role) {
    case TurnRole:
        return row.turn;
    case PlaceRole:
        return row.place;
    case CurrentRole:
        return index.row() == current_;
    default:
        return {};
    }
}

QHash<int, QByteArray> FindModel::roleNames() const {
    return {{TurnRole, "turn"}, {PlaceRole, "place"}, {CurrentRole, "current"}};
}

void FindModel::setChat(Chat* chat) {
    if (chat == chat_)
        return;
    if (chat_)
        chat_->turns()->disconnect(this);
    chat_ = chat;
    if (chat_) {
        connect(chat_->turns(), &TurnModel::countChanged, this, &FindModel::find);
        connect(chat_, &Chat::answeringChanged, this, &FindModel::find);
    }
    emit chatChanged();
    find();
}

void FindModel::setText(const QString& text) {
    if (text == text_)
        return;
    text_ = text;
    emit textChanged();
    find();
}

void FindModel::find() {
    const int turnBefore = turn();
    QList<Row> rows;
    const QString wanted = text_.trimmed();
    for (int turn = 0; chat_ && !wanted.isEmpty() && turn < chat_->turns()->count(); ++turn) {
        const QString content = chat_->turns()->contentAt(turn);
        for (const conversations::Mark& mark : conversations::marksOf(content, {wanted}))
            rows += Row{turn, double(mark.begin) / double(content.size())};
    }
    beginResetModel();
    rows_ = rows;
    endResetModel();
    emit found();
    // The first one at or behind where the reader was; at first the last one, which is nearest to the end.
    int current = int(rows_.size()) - 1;
    if (turnBefore >= 0)
        for (int i = int(rows_.size()) - 1; i >= 0 && rows_.at(i).turn >= turnBefore; --i)
            current = i;
    current_ = -1; // told anew
    setCurrent(current);
}

void FindModel::go(int step) {
    if (!rows_.isEmpty())
        setCurrent(int((current_ + step + rows_.size()) % rows_.size()));
}

void FindModel::setCurrent(int current) {
    const int before = std::exchange(current_, current);
    for (const int row : {before, current})
        if (row >= 0 && row < count())
            emit dataChanged(index(row), index(row), {CurrentRole});
    emit currentChanged();
}

} // namespace hadal::ui
