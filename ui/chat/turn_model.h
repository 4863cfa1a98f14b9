// The turns of a conversation, in the version that is shown.
#pragma once

#include "app/conversations/message_tree.h"
#include "ui/chat/tool_result.h"
#include "ui/markdown/message_blocks.h"

#include <QAbstractListModel>
#include <QSet>

#include <memory>
#include <vector>

namespace hadal::ui {

/// One row a message. Rows keep their identity while a conversation grows or another version is shown further
/// down, so what is open, selected or measured above stays.
class TurnModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by Chat.")
    Q_PROPERTY(int count READ count NOTIFY countChanged)

  public:
    enum State { Streaming, Complete, Cancelled, Truncated, Failed, Cut };
    Q_ENUM(State)

    enum Role {
        MessageIdRole = Qt::UserRole + 1,
        FromPersonRole, ///< else it is an answer
        ContentRole,    ///< as it was written
        WordsRole,      ///< the same, to be shown as it is
        BlocksRole,     ///< MessageBlocks of an answer, else null
        ThoughtsRole,   ///< MessageBlocks of its reasoning
        HasThoughtsRole,
        ThoughtsOpenRole, ///< as the reader left it
        StateRole,        ///< State
        ErrorRole,
        VersionRole, ///< counts from 1
        VersionsRole,
        TokensRole, ///< of the answer, reasoning included; 0: unknown, as below
        TokensPerSecondRole,
        FirstTokenSecondsRole,
        ReasoningSecondsRole,
        ReasoningTokensRole,
        FileNamesRole, ///< QStringList
        StarredRole,
        BranchNameRole,
        EditingRole,    ///< a new version of it is being typed
        IsCallRole,     ///< it is the result of a tool's call
        CallRole,       ///< ToolResult
        WritingRole,    ///< calls that are being written, a line each
        CallsRole,      ///< it calls tools: what follows belongs to it
        SchemaRole,     ///< of the answer: the JSON Schema that it was asked to fit; empty: none
        SchemaNameRole, ///< what that was called
        LeftOutRole,    ///< the next request does not hold it
        EstimateRole,   ///< about how high the turn is, pixels
    };

    using QAbstractListModel::QAbstractListModel;

    int count() const { return int(rows_.size()); }
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// Shows the path to `leaf`.
    void show(const conversations::MessageTree& tree, const QString& leaf);
    /// A message of the path has grown or ended.
    void update(const conversations::Message& message);
    /// Messages of which a new version is being typed.
    void setEdited(const QSet<QString>& messages);
    /// Rows [from, to) are not part of the next request.
    void setLeftOut(int from, int to);

    /// The row of a message; -1: it is not on the path that is shown.
    Q_INVOKABLE int rowOf(const QString& message) const;
    /// The last message of one side; empty where there is none.
    Q_INVOKABLE QString lastMessage(bool fromPerson) const;
    Q_INVOKABLE QString contentOf(const QString& message) const;
    QString contentAt(int row) const { return rows_[size_t(row)].message.content; }
    QString reasoningAt(int row) const { return rows_[size_t(row)].message.reasoning; }
    /// Of an answer.
    const MessageBlocks* blocksAt(int row) const {
        return parsed(rows_[size_t(row)].blocks, rows_[size_t(row)].message.content);
    }

    Q_INVOKABLE void setThoughtsOpen(int row, bool open);

  signals:
    void countChanged();

  private:
    struct Row {
        conversations::Message message;
        toolloop::WrittenCall call; ///< that it is the result of
        int version = 1;
        int versions = 1;
        bool thoughtsOpen = false;
        // Made when they are first asked for: a long conversation is not parsed to show its end.
        mutable std::unique_ptr<MessageBlocks> blocks;
        mutable std::unique_ptr<MessageBlocks> thoughts;
    };

    MessageBlocks* parsed(std::unique_ptr<MessageBlocks>& blocks, const QString& text) const;
    void take(Row& row, const conversations::Message& message);

    std::vector<Row> rows_;
    QSet<QString> edited_;
    int leftOutFrom_ = 0;
    int leftOutTo_ = 0;
};

} // namespace hadal::ui
