// JSON Schema to formulas.
#pragma once

#include "engine/grammar/formulas.h"
#include "engine/grammar/schema_documents.h"

#include <map>
#include <string>

namespace hadal::grammar {

/// Reads drafts 4 to 2020-12, each keyword by the draft that has it. Differences to the letter: siblings of
/// $ref hold in every draft, an array in `items` is a tuple in every draft, and known formats are enforced.
/// Both arguments must outlive the reader, and the reader the evaluation of its formulas.
class SchemaReader {
  public:
    SchemaReader(const Json& schema, Formulas& formulas);

    /// The values that the document accepts. Throws SchemaError, now or when the formula is evaluated.
    Formula read() { return schema(document_.root()); }

  private:
    Formula schema(const SchemaPlace& place);
    Formula translated(const SchemaPlace& place);
    std::vector<Formula> schemas(const SchemaPlace& list);

    Formula type(const SchemaPlace& place);
    Formula constant(const Json& value, const std::string& pointer);
    Formula enumeration(const SchemaPlace& place);
    Formula numbers(const SchemaPlace& place);
    Formula strings(const SchemaPlace& place);
    Formula arrays(const SchemaPlace& place);
    Formula objects(const SchemaPlace& place);
    Formula given_up(const SchemaPlace& place, const char* keyword, const std::string& reason);
    void combinations(const SchemaPlace& place, std::vector<Formula>& parts);
    void dependencies(const SchemaPlace& place, std::vector<Formula>& parts);
    Formula any_of(std::vector<Formula> branches, const SchemaPlace& place);

    Formula objects_with(std::vector<std::string> required);
    Formula without_key(const std::string& key);
    /// The strings in which it is found; null where that cannot be enforced, and `unknown` is then
    /// given_up().
    const StringSet* pattern(const SchemaPlace& place, const char* keyword, const std::string& text,
                             Formula& unknown);
    std::uint32_t count(const SchemaPlace& place, const char* keyword, std::uint32_t otherwise) const;

    SchemaDocument document_;
    Formulas& formulas_;
    std::map<const Json*, Formula> known_, translated_;
    std::map<std::string, StringSet> patterns_;
};

} // namespace hadal::grammar
