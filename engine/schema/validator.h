// Checks JSON against a JSON Schema of draft 4, 6, 7, 2019-09 or 2020-12, as the final check of a structured
// answer: https://json-schema.org/specification. Numbers are compared exactly, lengths count code points, and
// `format` is enforced.
#pragma once

#include "engine/base/json.h"
#include "engine/schema/draft.h"

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hadal::schema {

struct ValidationError {
    std::string instance_pointer; ///< JSON pointer into the text: "" or "/rows/3/name"
    std::string
        schema_pointer; ///< of the keyword's schema: "#/properties/rows/items", a URI before the # if foreign
    std::string keyword; ///< "minLength"; "false" where the schema is `false`
    std::string message; ///< a sentence with what was expected and found
};

/// Bounds on what one validation may take.
struct Limits {
    std::size_t max_errors = 20;
    std::size_t max_depth = 2000;      ///< schemas within schemas being evaluated at a time
    std::size_t max_work = 20'000'000; ///< evaluations of a schema against a value
};

struct Options {
    /// What a schema without `$schema` is read as; forms of 2019-09 that it cannot mistake are read as well.
    Draft draft = Draft::Draft2020_12;
    bool assert_formats = true;
    /// Documents that the schema may refer to, by address without fragment. Nothing is ever fetched.
    std::map<std::string, Json> documents;
    Limits limits;
};

/// A compiled schema. Immutable, cheap to copy, and safe to use from many threads at once.
class Validator {
  public:
    /// Throws Error(InvalidInput) that names the place of what is wrong: a keyword's value, a reference that
    /// leads nowhere, a pattern that is no expression, references in a circle. Throws Error(Unsupported) for
    /// what cannot be enforced: other dialects, documents that are not at hand, look-behind without a bound.
    explicit Validator(Json schema, Options options = {});

    /// Whether the value is valid. Throws Error(Unsupported) where the limits do not suffice to tell, and
    /// Error(InvalidInput) for a circle of references that only this value reveals.
    bool is_valid(const Json& value) const;
    /// The first errors found, in the order of the schema; none where the value is valid. Throws as
    /// is_valid().
    std::vector<ValidationError> validate(const Json& value) const;
    /// The same for a finished text, whose numbers count as written. A text that is not JSON is one error
    /// with the keyword "json".
    std::vector<ValidationError> validate_text(std::string_view text) const;

  private:
    struct Compiled;
    std::shared_ptr<const Compiled> compiled_;
};

} // namespace hadal::schema
