// What the desktop says about light and dark.
#pragma once

#include <QDBusVariant>
#include <QObject>

namespace hadal::ui {

/// Asks the desktop portal (org.freedesktop.appearance, color-scheme) without waiting for it, and hears of
/// changes. Without a portal the lightness of the system palette decides.
class SystemAppearance : public QObject {
    Q_OBJECT

  public:
    explicit SystemAppearance(QObject* parent = nullptr);
    bool dark() const { return dark_; }

  signals:
    void darkChanged(bool dark);

  private slots:
    void settingChanged(const QString& space, const QString& key, const QDBusVariant& value);

  private:
    void take(const QVariant& scheme);

    bool dark_ = false;
};

} // namespace hadal::ui
