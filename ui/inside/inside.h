// What a model decided at one token of the chat that is shown.
#pragma once

#include "app/base/task_thread.h"
#include "ui/inside/inside_lists.h"

#include <QPointer>
#include <QRectF>

namespace hadal::ui {

/// Follows what the reader picks in the conversation while the panel is open. Looking costs reading the
/// answer again up to there, in turn with the answers; so it waits while one is being written.
class Inside : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(hadal::ui::Chat* chat READ chat WRITE setChat NOTIFY chatChanged)
    Q_PROPERTY(bool open READ isOpen WRITE setOpen NOTIFY openChanged)
    Q_PROPERTY(hadal::ui::PassageMarks* marks READ marks CONSTANT)
    Q_PROPERTY(State state READ state NOTIFY changed)
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    Q_PROPERTY(QString token READ token NOTIFY changed)      ///< as it is shown; empty: none is looked at
    Q_PROPERTY(int position READ position NOTIFY changed)    ///< of the token: so many are before it
    Q_PROPERTY(double surprise READ surprise NOTIFY changed) ///< bits
    Q_PROPERTY(hadal::ui::AlternativeList* alternatives READ alternatives CONSTANT)
    Q_PROPERTY(hadal::ui::PassageList* passages READ passages CONSTANT)
    Q_PROPERTY(int layers READ layers NOTIFY changed)
    Q_PROPERTY(int layer READ layer WRITE setLayer NOTIFY changed) ///< -1: all of them
    Q_PROPERTY(int readTokens READ readTokens NOTIFY changed)      ///< in the layer; in all: the most of one
    Q_PROPERTY(int indexTopk READ indexTopk NOTIFY changed)        ///< 0: attention is dense
    Q_PROPERTY(int experts READ experts NOTIFY changed)            ///< in a layer; 0: none
    Q_PROPERTY(int expertsPerToken READ expertsPerToken NOTIFY changed)
    Q_PROPERTY(int before READ before NOTIFY changed)               ///< tokens whose experts were counted
    Q_PROPERTY(QString expertWords READ expertWords NOTIFY changed) ///< those of the layer, by number
    Q_PROPERTY(
        QStringList expertTable READ expertTable NOTIFY changed) ///< those of every layer that has some

  public:
    enum State { Empty, Looking, Shown, Failed };
    Q_ENUM(State)

    explicit Inside(QObject* parent = nullptr);

    Chat* chat() const { return chat_; }
    void setChat(Chat* chat);
    bool isOpen() const { return marks_->isActive(); }
    void setOpen(bool open);
    PassageMarks* marks() const { return marks_; }
    State state() const { return state_; }
    QString problem() const { return problem_; }
    QString token() const;
    int position() const { return int(insight_.origins.size()); }
    double surprise() const;
    AlternativeList* alternatives() const { return alternatives_; }
    PassageList* passages() const { return passages_; }
    int layers() const { return int(insight_.layers.size()); }
    int layer() const { return layer_; }
    void setLayer(int layer);
    int readTokens() const;
    int indexTopk() const { return int(insight_.index_topk); }
    int experts() const { return int(insight_.experts); }
    int expertsPerToken() const;
    int before() const { return int(insight_.before); }
    QString expertWords() const;
    QStringList expertTable() const;
    const runtime::Insight& insight() const { return insight_; }

    /// The token after or before the one that is looked at; the first of the last answer where none is.
    Q_INVOKABLE void step(int by);
    /// Looks at the last answer, where it first has these words.
    void begin(const QString& words = {});
    /// A new version of the answer goes on from a row of `alternatives`.
    Q_INVOKABLE void goOn(int row);
    Q_INVOKABLE void clear();

  signals:
    void chatChanged();
    void openChanged();
    void changed();
    /// The token that the reader pressed is known: show what it could have been beside it.
    /// `hovered`: the pointer only rests on it.
    void found(QQuickItem* text, const QRectF& at, bool hovered);
    /// The pointer is on no text any more.
    void left();

  private:
    QString expertsOf(int layer) const;
    void pressed(const TextPlace& place, int position, QQuickItem* text, const QRectF& at, bool hovered);
    void look(int at);
    void take(const runtime::Insight& insight);
    void cut();
    void paint();
    bool readsAll() const;
    void markToken(QMap<TextPlace, QList<PassageMark>>& marks) const;
    const MessageBlocks* blocksOf(const QString& message, bool reasoning) const;
    QString sourceOf(const QString& message, bool reasoning) const;

    QPointer<Chat> chat_;
    PassageMarks* marks_;
    AlternativeList* alternatives_;
    PassageList* passages_;
    State state_ = Empty;
    QString problem_;
    QString message_; ///< that is looked into
    bool reasoning_ = false;
    QPointer<QQuickItem> text_; ///< in which the reader pressed
    QRectF at_;                 ///< of it
    bool hovered_ = false;      ///< the pointer only rests there
    Look look_;
    int looks_ = 0; ///< counts them: an answer to an earlier one is late
    runtime::Insight insight_;
    QList<Passage> cut_;
    int layer_ = -1;
    std::unique_ptr<TaskThread> thread_; ///< cuts long conversations
};

} // namespace hadal::ui
