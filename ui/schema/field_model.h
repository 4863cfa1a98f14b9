// The fields of a schema that are in sight.
#pragma once

#include "app/schemas/field.h"

#include <QAbstractListModel>
#include <QSet>
#include <QtQml/qqmlregistration.h>

#include <vector>

namespace hadal::ui {

/// A tree as rows: what lies in a folded field is left out. Rows that stay keep their delegates.
class FieldModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by SchemaDocument.")
    Q_PROPERTY(int count READ count NOTIFY countChanged)

  public:
    /// In the order of schemas::Kind.
    enum Kind {
        Text,
        Number,
        Integer,
        Boolean,
        Null,
        Enum,
        Object,
        List,
        Union,
        Any,
        Reference,
        Several,
        Nothing
    };
    Q_ENUM(Kind)
    /// In the order of schemas::Place.
    enum Place { Root, Property, Item, Variant, Definition };
    Q_ENUM(Place)

    enum Role {
        PointerRole = Qt::UserRole + 1,
        NameRole,
        KindRole,
        ItemKindRole, ///< of a list's items; else Any
        PlaceRole,
        PlaceIndexRole, ///< of a variant, from 0
        RequiredRole,
        NullableRole,
        DepthRole,
        BranchRole,
        OpenRole,
        KeptRole,        ///< QStringList
        DescriptionRole, ///< or title
        DetailRole,      ///< bounds, pattern, values or target, as they are written; may be empty
        PatternedRole,   ///< has a pattern
        CountRole,       ///< values of an enum, alternatives of a union, fields of an object
        FindingRole,     ///< why it is not enforced; empty
    };

    using QAbstractListModel::QAbstractListModel;

    int count() const { return int(rows_.size()); }
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    void show(const Json& schema);
    /// Reasons by pointer.
    void setFindings(const QHash<QString, QString>& findings);

    Q_INVOKABLE int rowOf(const QString& pointer) const;
    Q_INVOKABLE QString pointerAt(int row) const;
    Q_INVOKABLE void setOpen(const QString& pointer, bool open);
    /// Opens what the field lies in.
    void reveal(const QString& pointer);
    /// What was folded there is folded here.
    void moved(const QString& from, const QString& to);

  signals:
    void countChanged();

  private:
    struct Row {
        schemas::Field field;
        int itemKind = Any;
        int placeIndex = 0;
        QString description, detail;
        bool patterned = false;
        int count = 0;
    };
    Row rowFor(const Json& schema, const schemas::Field& field) const;
    void rebuild();

    std::vector<Row> all_;
    std::vector<Row> rows_;
    QSet<QString> folded_;
    QHash<QString, QString> findings_;
};

} // namespace hadal::ui
