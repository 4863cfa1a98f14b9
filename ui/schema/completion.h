// What may be written at a place in a schema's code.
#pragma once

#include <QObject>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

namespace hadal::ui {

/// Looks at unfinished code from its beginning to the cursor.
class SchemaCompletion : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON

  public:
    using QObject::QObject;

    /// Keywords where a keyword is being written, types, formats and references where those are; empty where
    /// nothing is known, or what is written is whole. `definitions`: what references may lead to.
    Q_INVOKABLE QStringList offers(const QString& code, int cursor, const QStringList& definitions) const;
    /// Where the word begins that an offer replaces.
    Q_INVOKABLE int wordStart(const QString& code, int cursor) const;
};

} // namespace hadal::ui
