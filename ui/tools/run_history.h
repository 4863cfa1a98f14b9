// The runs that a person made of a tool.
#pragma once

#include "app/secrets/redactor.h"
#include "app/tools/run.h"

#include <QAbstractListModel>
#include <QDateTime>
#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

/// The newest first, in one file a tool in a folder of its own. Secrets are taken out of all that is kept; so
/// is what goes beyond the bounds below.
class RunHistory : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by ToolDesk.")
    Q_PROPERTY(int count READ count NOTIFY changed)

  public:
    static constexpr int kRuns = 30;              ///< of a tool
    static constexpr qsizetype kText = 16 * 1024; ///< characters of a result
    enum Role {
        WhenRole = Qt::UserRole + 1,
        ArgumentsRole, ///< as one line
        StatusRole,    ///< tools::RunResult::Status
        ResultRole,    ///< the first line
        SecondsRole
    };

    /// `redactor` may be null, and outlives this otherwise.
    RunHistory(const QString& folder, const secrets::Redactor* redactor, QObject* parent);

    /// Shows the runs of a tool.
    void show(const QString& tool);
    void add(const Json& arguments, const tools::RunResult& result);
    Json argumentsOf(int row) const;
    tools::RunResult resultOf(int row) const;
    Q_INVOKABLE void clear();

    int count() const { return int(runs_.size()); }
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

  signals:
    void changed();

  private:
    struct Entry {
        QDateTime when;
        Json arguments;
        tools::RunResult result;
    };
    QString path() const;
    void read();
    void write() const;
    QString redacted(const QString& text) const;

    QString folder_;
    const secrets::Redactor* redactor_;
    QString tool_;
    QList<Entry> runs_;
};

/// {"path": "a.txt", "all": true} as "path a.txt, all true".
QString argumentLine(const Json& arguments);

} // namespace hadal::ui
