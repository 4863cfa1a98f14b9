// What the engine says, in the language of the window.
#pragma once

#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

/// The engine speaks English, and so do the messages that the store keeps. Sentences that it is known to say
/// are translated with their numbers and names; others stay as they are.
class EngineMessage : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString raw READ raw WRITE setRaw NOTIFY changed)
    Q_PROPERTY(QString text READ text NOTIFY changed)

  public:
    explicit EngineMessage(QObject* parent = nullptr);

    QString raw() const { return raw_; }
    QString text() const { return translated(raw_); }
    void setRaw(const QString& raw);

    static QString translated(const QString& raw);
    /// The sentences that are known, in English, with %1, %2 … for what changes.
    static QStringList sentences();

  signals:
    void changed();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    QString raw_;
};

} // namespace hadal::ui
