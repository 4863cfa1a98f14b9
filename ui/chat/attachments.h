// Text files that go with a draft.
#pragma once

#include "app/conversations/message.h"

#include <QAbstractListModel>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

namespace hadal::host {
class ModelHost;
}

namespace hadal::ui {

/// One row a file. Only text is taken: the models read nothing else.
class Attachments : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by Chat.")
    Q_PROPERTY(int count READ count NOTIFY changed)
    Q_PROPERTY(int tokens READ tokens NOTIFY changed) ///< of all; 0 while unknown

  public:
    enum Role {
        NameRole = Qt::UserRole + 1,
        TextRole,
        TokensRole, ///< 0 while unknown
    };

    /// A paste of more characters becomes a file.
    static constexpr int long_paste = 2500;

    Attachments(host::ModelHost* host, const QList<conversations::Attachment>& files, QObject* parent);

    int count() const { return int(files_.size()); }
    int tokens() const;
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    const QList<conversations::Attachment>& files() const { return files_; }
    void set(const QList<conversations::Attachment>& files);

    /// Takes local text files. Says of those that cannot be taken why, a line each; empty: all were.
    Q_INVOKABLE QString addFiles(const QList<QUrl>& files);
    /// Takes a text that was pasted.
    Q_INVOKABLE void addPaste(const QString& text);
    /// Takes a text under a name.
    Q_INVOKABLE void addText(const QString& name, const QString& text);
    Q_INVOKABLE void remove(int row);
    Q_INVOKABLE bool isLongPaste(const QString& text) const { return text.size() > long_paste; }

    /// Reads a text file in UTF-8, or in UTF-16 with a byte order mark. Throws hadal::Error with a sentence
    /// for people.
    static conversations::Attachment read(const QUrl& file);

  signals:
    void changed();

  private:
    void add(const conversations::Attachment& file);
    void count(const QString& text);

    host::ModelHost* host_;
    QList<conversations::Attachment> files_;
    QHash<QString, int> tokens_; ///< by text
};

} // namespace hadal::ui
