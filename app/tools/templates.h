// Texts with {{name}} for arguments and {{secret:NAME}} for secrets.
#pragma once

#include "app/tools/tool.h"

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <functional>

namespace hadal::tools {

/// A text cut at its placeholders. `{{` without a closing `}}`, or around what is no name, stays text.
class Template {
  public:
    struct Part {
        enum Kind { Text, Argument, Secret } kind;
        QString text; ///< or the name
    };

    explicit Template(const QString& text);

    const QList<Part>& parts() const { return parts_; }
    QStringList argumentNames() const;
    QStringList secretNames() const;
    /// The name where the text is one placeholder of an argument and nothing else; empty otherwise.
    QString loneArgument() const;

    /// Each placeholder goes through `encode`, so that it stays what its place says; texts do not.
    QString filled(const Json& arguments, const QMap<QString, QString>& secrets,
                   const std::function<QString(const QString&)>& encode = {}) const;

  private:
    QList<Part> parts_;
};

/// What stands for an argument: a text as it is, a list or an object as compact JSON, null and nothing as
/// nothing.
QString argumentText(const Json& value);
/// The texts of an action that are templates.
QStringList templatesOf(const Action& action);
/// The secrets that they name, each once: what a tool asks for, to be shown before it gets any.
QStringList secretsOf(const Action& action);

} // namespace hadal::tools
