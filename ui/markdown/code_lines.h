// Code of an answer as a model of its parts.
#pragma once

#include "ui/highlight/highlighter.h"

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

#include <vector>

namespace hadal::ui {

/// Code in parts of kPart lines, each with the state in which its highlighting begins: while code is being
/// written only the last part changes, so a line costs the same wherever it stands.
class CodeLines : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by MessageBlocks.")
    Q_PROPERTY(int lineCount READ lineCount NOTIFY changed)
    Q_PROPERTY(int part READ part CONSTANT)                   ///< lines in each row but the last
    Q_PROPERTY(QString language READ language NOTIFY changed) ///< as it is shown; empty: none was named
    Q_PROPERTY(QString fileName READ fileName NOTIFY changed) ///< under which it may be saved

  public:
    enum Role { TextRole = Qt::UserRole + 1 };
    static constexpr int kPart = 20;

    CodeLines(const QString& source, const QString& info, QObject* parent);

    int lineCount() const;
    int part() const { return kPart; }
    QString language() const;
    QString fileName() const;
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// How the highlighting of a row begins.
    code::State stateBefore(int row) const;
    /// Rows that stay as they are do not change.
    void assign(const QString& source, const QString& info);
    /// Replaces what follows the first `keep` characters. Near the end, only the last row is written anew.
    void grow(qsizetype keep, const QString& added);
    Q_INVOKABLE QString text() const;

  signals:
    void changed();

  private:
    struct Part {
        QString text; ///< lines without the last line end
        int lines = 0;
        code::State before;
    };

    std::vector<Part> cut(QStringView source, code::State state) const;
    void replace(size_t same, std::vector<Part> rest);

    QString info_;
    const code::Language* language_ = nullptr;
    std::vector<Part> parts_; ///< never empty
    qsizetype length_ = 0;    ///< characters of all parts, with the line ends between them
};

} // namespace hadal::ui
