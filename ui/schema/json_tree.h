// A JSON answer as a tree that can be folded, with what is wrong with it at its place.
#pragma once

#include "engine/base/json.h"

#include <QAbstractListModel>
#include <QHash>
#include <QSet>
#include <QtQml/qqmlregistration.h>

#include <vector>

namespace hadal::ui {

/// Reads its text when that is whole; a text that is still being written is none. Lives on the interface
/// thread.
class JsonTree : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY changed)
    Q_PROPERTY(
        QString schema READ schema WRITE setSchema NOTIFY changed) ///< the text is held against; empty: none
    Q_PROPERTY(bool whole READ whole NOTIFY changed)               ///< the text is an object or a list
    Q_PROPERTY(bool list READ list NOTIFY changed)                 ///< a list
    Q_PROPERTY(int broken READ broken NOTIFY changed)              ///< rules that it breaks
    Q_PROPERTY(int left READ left NOTIFY changed) ///< rows that are not shown because there are too many
    Q_PROPERTY(QString printed READ printed NOTIFY changed) ///< laid out anew

  public:
    enum Type { Object, List, Text, Number, Word };
    Q_ENUM(Type)
    enum Role {
        PointerRole = Qt::UserRole + 1,
        NameRole, ///< a key, or the number of an item
        ValueRole,
        TypeRole,
        MembersRole,
        DepthRole,
        OpenRole,
        ProblemRole,
    };
    static constexpr int most_rows = 500;

    using QAbstractListModel::QAbstractListModel;

    QString text() const { return text_; }
    QString schema() const { return schema_; }
    bool whole() const { return value_.is_structured(); }
    bool list() const { return value_.is_array(); }
    int broken() const { return int(problems_.size()); }
    int left() const { return left_; }
    QString printed() const;
    void setText(const QString& text);
    void setSchema(const QString& schema);

    int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : int(rows_.size());
    }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    Q_INVOKABLE void setOpen(const QString& pointer, bool open);
    /// The value there as JSON; a text without its quotes.
    Q_INVOKABLE QString valueAt(const QString& pointer) const;
    /// The whole as a file: "json", "jsonl" or "csv".
    Q_INVOKABLE QString exported(const QString& form) const;

  signals:
    void changed();

  private:
    struct Row {
        QString pointer, name;
        const Json* value;
        int depth;
    };
    void judge();
    void rebuild();
    void add(const Json& value, const std::string& pointer, const QString& name, int depth);

    QString text_, schema_;
    Json value_;
    QHash<QString, QString> problems_;
    std::vector<Row> rows_;
    QSet<QString> folded_;
    int left_ = 0;
};

} // namespace hadal::ui
