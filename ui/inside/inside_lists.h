// What the panel lists: what a token could have been, and what was read for it.
#pragma once

#include "ui/inside/passages.h"

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

/// The likeliest tokens at a place, the best first, and the one that was chosen, which may be among them.
class AlternativeList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by Inside.")
    Q_PROPERTY(double others READ others NOTIFY changed) ///< share of all that are not listed, 0 to 1

  public:
    enum Role {
        TokenRole = Qt::UserRole + 1, ///< as it is shown: a space as ·
        ShareRole,                    ///< 0 to 1
        ChosenRole,
        UsableRole, ///< an answer can go on from it
    };
    struct Row {
        QByteArray bytes;
        double share = 0;
        bool chosen = false;
        bool usable = false;
    };

    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// `end`: bytes of the token that ends an answer.
    void set(const runtime::Logprobs& token, const QByteArray& end);
    void clear();
    const QList<Row>& rows() const { return rows_; }
    double others() const;
    /// As a person can see it: spaces and line ends have signs, half a character its bytes.
    static QString shown(const QByteArray& bytes);

  signals:
    void changed();

  private:
    QList<Row> rows_;
};

/// Passages by how much of them was read, most first. Also what the map beside the scroll bar shows.
class PassageList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by Inside.")
    Q_PROPERTY(int count READ count NOTIFY changed)

  public:
    enum Role {
        WordsRole = Qt::UserRole + 1,
        ShareRole, ///< of its tokens that were read, 0 to 1
        LevelRole, ///< 1 to 4
        TurnRole,
        PlaceRole, ///< in the turn, 0 to 1
    };
    struct Row {
        Passage passage;
        double share = 0;
        int level = 1;
    };

    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    int count() const { return int(rows_.size()); }
    void set(QList<Row> rows);
    const QList<Row>& rows() const { return rows_; }

  signals:
    void changed();

  private:
    QList<Row> rows_;
};

} // namespace hadal::ui
