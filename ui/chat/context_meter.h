// How the context is used, in tokens.
#pragma once

#include "app/conversations/message.h"

#include <QHash>
#include <QObject>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

namespace hadal::host {
class ModelHost;
}

namespace hadal::ui {

/// Counts off the interface thread and only what has changed. All numbers are tokens; 0 while unknown.
class ContextMeter : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by Chat.")
    Q_PROPERTY(int history READ history NOTIFY changed)   ///< what was said, both sides
    Q_PROPERTY(int thinking READ thinking NOTIFY changed) ///< of the last answer, until the next message
    Q_PROPERTY(int draft READ draft NOTIFY changed)
    Q_PROPERTY(int reserve READ reserve NOTIFY changed) ///< kept free for the answer
    Q_PROPERTY(int used READ used NOTIFY changed)       ///< the sum of the above
    Q_PROPERTY(int length READ length NOTIFY changed)   ///< of the whole context

  public:
    explicit ContextMeter(host::ModelHost* host, QObject* parent);

    int history() const { return history_; }
    int thinking() const { return thinking_; }
    int draft() const { return draft_; }
    int reserve() const;
    int used() const { return history_ + thinking_ + draft_ + reserve(); }
    int length() const;

    void setPath(const QList<conversations::Message>& path);
    void setDraft(const QString& draft);

  signals:
    void changed();

  private:
    void countDraft();
    void countMessage(const conversations::Message& message);
    void sum();

    host::ModelHost* host_;
    QList<conversations::Message> path_;
    QHash<QString, int> counts_; ///< by message id
    QString draftText_;
    QTimer draftTimer_;
    int history_ = 0;
    int thinking_ = 0;
    int draft_ = 0;
};

} // namespace hadal::ui
