// What the form shows of one field: its keywords, as they are typed.
#pragma once

#include "app/schemas/field.h"

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

#include <optional>
#include <vector>

namespace hadal::ui {

class KeywordModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by SchemaDocument.")

  public:
    /// How a keyword is filled in.
    enum Editor {
        Line,      ///< any text
        Paragraph, ///< a text of more lines
        Number,
        Value,  ///< JSON, or a text
        Values, ///< one a line
        Switch, ///< on or off
        Format,
        Reference,
    };
    Q_ENUM(Editor)
    enum Role { KeywordRole = Qt::UserRole + 1, ValueRole, EditorRole, FindingRole };

    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// `findings`: reasons by keyword.
    void show(const Json& schema, const QHash<QString, QString>& findings);
    void clear();

    static Editor editorOf(const std::string& keyword);
    /// What was typed into a keyword's editor as its value: nothing removes the keyword. `problem` gets why
    /// the text cannot be taken.
    static std::optional<Json> valueOf(const std::string& keyword, schemas::Kind kind, const QString& text,
                                       QString& problem);

  private:
    struct Row {
        std::string keyword;
        QString value;
        QString finding;
        bool operator==(const Row&) const = default;
    };
    std::vector<Row> rows_;
};

} // namespace hadal::ui
