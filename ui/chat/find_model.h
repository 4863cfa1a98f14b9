// Where a text occurs in the conversation that is shown.
#pragma once

#include "ui/chat/chat.h"

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

/// One row an occurrence, from the first turn to the last.
class FindModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(hadal::ui::Chat* chat READ chat WRITE setChat NOTIFY chatChanged)
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY textChanged)
    Q_PROPERTY(int count READ count NOTIFY found)
    Q_PROPERTY(int current READ current NOTIFY currentChanged) ///< from 0; -1: none
    Q_PROPERTY(int turn READ turn NOTIFY currentChanged)      ///< the row of the current one's turn; -1: none
    Q_PROPERTY(double place READ place NOTIFY currentChanged) ///< of the current one in its turn, 0 to 1

  public:
    enum Role {
        TurnRole = Qt::UserRole + 1, ///< row in TurnModel
        PlaceRole,                   ///< in the turn, 0 to 1
        CurrentRole,
    };

    using QAbstractListModel::QAbstractListModel;

    Chat* chat() const { return chat_; }
    QString text() const { return text_; }
    int count() const { return int(rows_.size()); }
    int current() const { return current_; }
    int turn() const { return current_ < 0 ? -1 : rows_.at(current_).turn; }
    double place() const { return current_ < 0 ? 0 : rows_.at(current_).place; }
    void setChat(Chat* chat);
    void setText(const QString& text);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// Goes to the occurrence `step` further, round the ends.
    Q_INVOKABLE void go(int step);

  signals:
    void chatChanged();
    void textChanged();
    void found();
    void currentChanged();

  private:
    struct Row {
        int turn = 0;
        double place = 0;
    };

    void find();
    void setCurrent(int current);

    QPointer<Chat> chat_;
    QString text_;
    QList<Row> rows_;
    int current_ = -1;
};

} // namespace hadal::ui
