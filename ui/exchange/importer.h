// Conversations from files into the window.
#pragma once

#include "app/base/task_thread.h"
#include "app/transcripts/import.h"
#include "ui/chat/workspace.h"

#include <QAbstractListModel>
#include <QUrl>

#include <atomic>

namespace hadal::ui {

/// What a file would add, a row a conversation, and adding it. A thread of its own reads and writes.
class Importer : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(hadal::ui::Workspace* workspace MEMBER workspace_ NOTIFY changed REQUIRED)
    Q_PROPERTY(State state READ state NOTIFY changed)
    Q_PROPERTY(QString fileName READ fileName NOTIFY changed)
    Q_PROPERTY(QString source READ source NOTIFY changed) ///< the program that wrote the file
    Q_PROPERTY(int count READ count NOTIFY changed)       ///< conversations in the file
    Q_PROPERTY(int fresh READ fresh NOTIFY changed)       ///< those that come back from the bin included
    Q_PROPERTY(int grown READ grown NOTIFY changed)
    Q_PROPERTY(int same READ same NOTIFY changed)
    Q_PROPERTY(int messages READ messages NOTIFY changed)
    Q_PROPERTY(int done READ done NOTIFY progressed)              ///< conversations, while writing
    Q_PROPERTY(int leftOut READ leftOut NOTIFY changed)           ///< parts of the file that cannot be read
    Q_PROPERTY(QString whyLeftOut READ whyLeftOut NOTIFY changed) ///< the first few of them, a line each
    Q_PROPERTY(QString problem READ problem NOTIFY changed)

  public:
    enum State { Nothing, Reading, Ready, Writing };
    Q_ENUM(State)
    enum Role {
        TitleRole = Qt::UserRole + 1,
        KindRole,     ///< transcripts::Change::Kind
        MessagesRole, ///< that are added
    };

    explicit Importer(QObject* parent = nullptr);
    ~Importer() override;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    State state() const { return state_; }
    QString fileName() const { return fileName_; }
    QString source() const;
    int count() const { return int(preview_.changes.size()); }
    int fresh() const;
    int grown() const { return preview_.count(transcripts::Change::Grown); }
    int same() const { return preview_.count(transcripts::Change::Same); }
    int messages() const { return preview_.messages(); }
    int done() const { return done_; }
    int leftOut() const { return int(imported_.problems.size()); }
    QString whyLeftOut() const { return imported_.problems.mid(0, 3).join('\n'); }
    QString problem() const { return problem_; }

    Q_INVOKABLE void read(const QUrl& file);
    /// Adds what has been read. It can be undone.
    Q_INVOKABLE void run();
    /// Whatever goes on ends; what has been added stays, and can be undone.
    Q_INVOKABLE void stop();

  signals:
    void changed();
    void progressed();
    void imported();

  private:
    void show(const transcripts::Preview& preview);
    void fail(const QString& problem);
    void finish(const transcripts::Preview& done);
    void takeBack(const transcripts::Preview& done);

    Workspace* workspace_ = nullptr;
    State state_ = Nothing;
    QString fileName_;
    transcripts::Imported imported_;
    transcripts::Preview preview_;
    int done_ = 0;
    QString problem_;
    std::shared_ptr<std::atomic<bool>> stopped_;
    TaskThread thread_; // last: it ends first
};

} // namespace hadal::ui
