// The faces that text is set in.
#pragma once

#include <QFont>
#include <QObject>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

/// A face is paired with a Chinese one, so that the system never chooses: Han shapes differ by region.
class Faces : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON
    Q_PROPERTY(QStringList text READ text CONSTANT) ///< families to read in, the first is Hadal's own
    Q_PROPERTY(QStringList code READ code CONSTANT) ///< of one width, the first is Hadal's own

  public:
    using QObject::QObject;

    QStringList text() const;
    QStringList code() const;
    /// `face`: a family; empty, or not installed: Hadal's own. `language` as in Preferences. Sizes are
    /// pixels.
    Q_INVOKABLE QFont font(const QString& face, const QString& language, int size, int weight,
                           qreal spacing) const;
    Q_INVOKABLE QFont codeFont(const QString& face, const QString& language, int size) const;
};

} // namespace hadal::ui
