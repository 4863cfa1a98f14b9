// What is wrong with a value, said at its control.
#pragma once

#include "engine/schema/validator.h"

#include <QString>

namespace hadal::ui {

QString numberWanted();
QString integerWanted();
QString choiceWanted();
QString jsonWanted();
QString objectWanted();
QString notJson(const char* why);

/// A few words for a rule that `value` breaks. `schema` is the one that has the rule; where the rule has no
/// words, the validator's sentence is taken.
QString brokenRule(const schema::ValidationError& error, const Json& schema, const Json& value);

} // namespace hadal::ui
