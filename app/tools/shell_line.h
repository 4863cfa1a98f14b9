// A line for /bin/sh with placeholders.
#pragma once

#include "app/tools/templates.h"

namespace hadal::tools {

/// Values never become part of the line, where some corner of the shell's grammar (backticks, here-documents,
/// quotes within quotes) would read them as a program: the line names variables, and the values are theirs. A
/// placeholder stands for one word, or within quotes for a part of it.
class ShellLine {
  public:
    explicit ShellLine(const QString& line);

    const QString& text() const { return text_; }
    QMap<QString, QString> variables(const Json& arguments, const QMap<QString, QString>& secrets) const;

  private:
    QString text_;
    QList<Template::Part> values_;
};

} // namespace hadal::tools
