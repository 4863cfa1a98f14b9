// The arguments of a server's prompt, to be filled in.
#pragma once

#include "app/mcp/content.h"

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

/// One row an argument, in the server's order.
class PromptForm : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by ServerOffers.")
    Q_PROPERTY(bool complete READ complete NOTIFY edited) ///< all that is required is filled in

  public:
    enum Role { NameRole = Qt::UserRole + 1, AboutRole, RequiredRole, ValueRole };

    explicit PromptForm(QList<mcp::PromptArgument> arguments, QObject* parent = nullptr);

    bool complete() const;
    /// What is filled in, by name.
    Json values() const;
    bool isFor(const QList<mcp::PromptArgument>& arguments) const { return arguments == arguments_; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    Q_INVOKABLE void setValue(int row, const QString& value);

  signals:
    void edited();

  private:
    QList<mcp::PromptArgument> arguments_;
    QStringList values_; ///< as many
};

} // namespace hadal::ui
