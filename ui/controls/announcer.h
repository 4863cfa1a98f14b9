// Says things to a screen reader that nobody has the focus on.
#pragma once

#include <QAccessible>
#include <QQuickItem>
#include <QStringList>
#include <QTimer>

namespace hadal::ui {

/// Qt 6.4 has no event for an announcement, but a screen reader speaks the name of a notification that
/// appears. So this is one that nobody sees, and appears anew with each text. It asks for its name a moment
/// later: what is said in quick succession is gathered. Give it Accessible.role Notification, and `text` as
/// its name.
class Announcer : public QQuickItem, private QAccessible::ActivationObserver {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString text READ text NOTIFY said)
    Q_PROPERTY(bool heard READ heard NOTIFY heardChanged) ///< somebody listens; else nothing is said

  public:
    explicit Announcer(QQuickItem* parent = nullptr);
    ~Announcer() override;

    QString text() const { return text_; }
    bool heard() const { return heard_; }
    Q_INVOKABLE void say(const QString& text);

  signals:
    void said();
    void heardChanged();

  private:
    void accessibilityActiveChanged(bool active) override;
    void speak();

    bool heard_ = QAccessible::isActive();
    QString text_;
    QStringList waiting_;
    QTimer pause_;
};

} // namespace hadal::ui
