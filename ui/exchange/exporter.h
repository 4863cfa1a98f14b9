// Conversations from the window into files.
#pragma once

#include "app/base/task_thread.h"
#include "ui/chat/workspace.h"
#include "ui/transcripts/export.h"

#include <QImage>
#include <QUrl>

#include <atomic>

namespace hadal::ui {

/// What is to be written, how it will look, and the writing, which a thread of its own does. Files are made
/// by exportTo(), as on the command line.
class Exporter : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(hadal::ui::Workspace* workspace MEMBER workspace_ NOTIFY choiceChanged REQUIRED)
    Q_PROPERTY(Scope scope READ scope WRITE setScope NOTIFY choiceChanged)
    Q_PROPERTY(Kind kind READ kind WRITE setKind NOTIFY choiceChanged)
    Q_PROPERTY(bool versions READ versions WRITE setVersions NOTIFY choiceChanged)
    Q_PROPERTY(bool thinking READ thinking WRITE setThinking NOTIFY choiceChanged)
    Q_PROPERTY(bool tools READ tools WRITE setTools NOTIFY choiceChanged)
    Q_PROPERTY(bool files READ files WRITE setFiles NOTIFY choiceChanged)
    Q_PROPERTY(bool metadata READ metadata WRITE setMetadata NOTIFY choiceChanged)
    Q_PROPERTY(int picked READ picked NOTIFY choiceChanged) ///< conversations that it was begun with
    Q_PROPERTY(QString folderName READ folderName NOTIFY choiceChanged)  ///< empty: no folder to offer
    Q_PROPERTY(int chats READ chats NOTIFY choiceChanged)                ///< conversations to be written
    Q_PROPERTY(bool severalFiles READ severalFiles NOTIFY choiceChanged) ///< the target is a folder
    Q_PROPERTY(QString ending READ ending NOTIFY choiceChanged)
    Q_PROPERTY(
        QString sample READ sample NOTIFY previewed) ///< how the first file begins; empty: it has pages
    Q_PROPERTY(int messages READ messages NOTIFY previewed) ///< of the first conversation
    Q_PROPERTY(qreal bytes READ bytes NOTIFY previewed)     ///< of the only file; 0: not known beforehand
    Q_PROPERTY(bool writing READ writing NOTIFY writingChanged)
    Q_PROPERTY(int done READ done NOTIFY progressed) ///< conversations, while writing
    Q_PROPERTY(QString problem READ problem NOTIFY writingChanged)

  public:
    enum Scope { Picked, InFolder, Everything };
    Q_ENUM(Scope)
    enum Kind { Markdown, Html, Pdf, Json };
    Q_ENUM(Kind)

    explicit Exporter(QObject* parent = nullptr);
    ~Exporter() override;

    Scope scope() const { return scope_; }
    Kind kind() const { return kind_; }
    bool versions() const { return choice_.versions; }
    bool thinking() const { return choice_.thinking; }
    bool tools() const { return choice_.tools; }
    bool files() const { return choice_.files; }
    bool metadata() const { return choice_.metadata; }
    int picked() const { return int(picked_.size()); }
    QString folderName() const;
    int chats() const { return int(ids().size()); }
    bool severalFiles() const { return kind_ != Json && chats() > 1; }
    QString ending() const { return nameOf(format()); }
    QString sample() const { return preview_.sample; }
    /// Of the first file; null: see sample.
    QImage page() const { return preview_.page; }
    int messages() const { return preview_.messages; }
    qreal bytes() const { return preview_.bytes; }
    bool writing() const { return writing_; }
    int done() const { return done_; }
    QString problem() const { return problem_; }

    void setScope(Scope scope);
    void setKind(Kind kind);
    void setVersions(bool versions) { set(&transcripts::Choice::versions, versions); }
    void setThinking(bool thinking) { set(&transcripts::Choice::thinking, thinking); }
    void setTools(bool tools) { set(&transcripts::Choice::tools, tools); }
    void setFiles(bool files) { set(&transcripts::Choice::files, files); }
    void setMetadata(bool metadata) { set(&transcripts::Choice::metadata, metadata); }

    /// Offers conversations, or what is in a folder; without either everything.
    Q_INVOKABLE void begin(const QStringList& conversations, const QString& folder);
    /// A file name with its ending, or the name of a folder.
    Q_INVOKABLE QString suggestedName() const;
    /// Writes into a file, or into a new folder within `target` where it is severalFiles.
    Q_INVOKABLE void write(const QUrl& target);
    Q_INVOKABLE void stop();

  signals:
    void choiceChanged();
    void previewed();
    void writingChanged();
    void progressed();
    /// All is written; `folder` is the URL of where it is.
    void written(int chats, const QString& folder);

  private:
    struct Preview {
        QString sample;
        QImage page;
        int messages = 0;
        qreal bytes = 0;
    };

    Format format() const;
    transcripts::Words words() const;
    /// The conversations to be written, in the order of the list.
    QStringList ids() const;
    void set(bool transcripts::Choice::*what, bool value);
    void look();
    static Preview lookAt(const transcripts::Transcript& transcript, Format format,
                          const transcripts::Choice& choice, const transcripts::Words& words);
    void finish(int chats, const QString& folder, const QString& problem);

    Workspace* workspace_ = nullptr;
    Scope scope_ = Everything;
    Kind kind_ = Markdown;
    transcripts::Choice choice_;
    QStringList picked_;
    QString folder_;
    Preview preview_;
    bool writing_ = false;
    int done_ = 0;
    QString problem_;
    std::shared_ptr<std::atomic<bool>> stopped_; ///< of the writing that goes on
    std::shared_ptr<std::atomic<int>> looked_;   ///< number of the newest preview: older ones are given up
    TaskThread thread_;                          // last: it ends first
};

} // namespace hadal::ui
