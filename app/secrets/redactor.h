// Takes secrets out of what is shown, stored or sent.
#pragma once

#include <QString>
#include <QStringList>

namespace hadal::secrets {

/// Knows the values to hide, in every form in which a program is likely to repeat one: as it is, escaped for
/// JSON, percent-encoded, in Base64. A text is redacted whole before it is cut: half a value is not
/// recognised.
class Redactor {
  public:
    /// What stands in a value's place.
    static constexpr QStringView mask = u"•••";
    /// Shorter values cannot be told from ordinary text; they are not hidden.
    static constexpr qsizetype shortest = 4;

    void add(const QString& value);
    QString operator()(QString text) const;

  private:
    QStringList forms_; // the longest first: one value may hold another
};

} // namespace hadal::secrets
