// How far the model has read a prompt.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

/// Speed and the time that is left come from what was read since the request began, after 200 ms of it.
class PromptProgress : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Made by Chat.")
    Q_PROPERTY(int done READ done NOTIFY changed)     ///< tokens, those that were known before included
    Q_PROPERTY(int total READ total NOTIFY changed)   ///< 0: nothing is being read
    Q_PROPERTY(int cached READ cached NOTIFY changed) ///< tokens that were known before
    Q_PROPERTY(double tokensPerSecond READ tokensPerSecond NOTIFY changed) ///< 0: not known yet
    Q_PROPERTY(double secondsLeft READ secondsLeft NOTIFY changed)         ///< -1: not known yet

  public:
    using QObject::QObject;

    int done() const { return done_; }
    int total() const { return total_; }
    int cached() const { return cached_; }
    double tokensPerSecond() const { return tokensPerSecond_; }
    double secondsLeft() const;

    void take(int done, int total, int cached);
    void end();

  signals:
    void changed();

  private:
    QElapsedTimer since_;
    int done_ = 0;
    int total_ = 0;
    int cached_ = 0;
    double tokensPerSecond_ = 0;
};

} // namespace hadal::ui
