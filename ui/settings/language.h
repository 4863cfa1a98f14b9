// The language of the interface.
#pragma once

#include <QObject>
#include <QTranslator>

namespace hadal::ui {

/// Installs the translation that the preferences name, and another one when they change. English has one too:
/// for its plurals.
class Language : public QObject {
    Q_OBJECT

  public:
    using QObject::QObject;

    /// "en", "zh" or "zh_TW". Numbers and dates follow.
    void use(const QString& language);

  signals:
    /// Texts that QML holds must be read anew.
    void changed();

  private:
    QTranslator translator_;
};

} // namespace hadal::ui
