// How fast a model writes, over the last minute of writing.
#pragma once

#include "ui/chat/chat.h"

#include <QElapsedTimer>
#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

/// Looks twice a second while an answer is being written and somebody watches; at rest it does nothing.
class SpeedHistory : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(hadal::ui::Chat* chat READ chat WRITE setChat NOTIFY chatChanged)
    Q_PROPERTY(bool watching MEMBER watching_ NOTIFY chatChanged)
    Q_PROPERTY(double bytesPerToken MEMBER bytesPerToken_ NOTIFY chatChanged) ///< 0: unknown
    Q_PROPERTY(QList<qreal> tokens READ tokens NOTIFY changed)                ///< a second, oldest first
    Q_PROPERTY(QList<qreal> bytes READ bytes NOTIFY changed)                  ///< read from memory, a second
    Q_PROPERTY(QList<qreal> memory READ memory NOTIFY changed)                ///< of this program, bytes

  public:
    static constexpr int kKept = 120;

    explicit SpeedHistory(QObject* parent = nullptr);

    Chat* chat() const { return chat_; }
    void setChat(Chat* chat);
    QList<qreal> tokens() const { return tokens_; }
    QList<qreal> bytes() const;
    QList<qreal> memory() const { return memory_; }

  signals:
    void chatChanged();
    void changed();

  private:
    void follow();
    void sample();

    QPointer<Chat> chat_;
    bool watching_ = false;
    double bytesPerToken_ = 0;
    QTimer timer_;
    QElapsedTimer since_;
    int known_ = 0; ///< tokens of the answer at the last look
    QList<qreal> tokens_, memory_;
};

} // namespace hadal::ui
