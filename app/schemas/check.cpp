#include "app/schemas/check.h"

#include "engine/grammar/formulas.h"
#include "engine/schema/draft.h"
#include "engine/schema/validator.h"

namespace hadal::schemas {
namespace {

using schema::Shape;

/// Counts assertions. Unknown keywords and annotations are none, and neither is what only holds schemas.
int rulesOf(const Json& schema) {
    if (schema == false)
        return 1;
    if (!schema.is_object())
        return 0;
    int rules = 0;
    for (const auto& [keyword, value] : schema.items()) {
        const auto* rule = schema::find_keyword(keyword, schema::Draft::Draft2020_12);
        if (!rule)
            rule = schema::find_keyword(keyword, schema::Draft::Draft7);
        if (!rule)
            continue;
        switch (rule->shape) {
        case Shape::Schema:
        case Shape::SchemaOrFlag:
            rules += rulesOf(value);
            break;
        case Shape::Schemas:
            for (const Json& part : value)
                rules += rulesOf(part);
            break;
        case Shape::SchemaOrList:
            if (value.is_array())
                for (const Json& part : value)
                    rules += rulesOf(part);
            else
                rules += rulesOf(value);
            break;
        case Shape::SchemaMap:
        case Shape::SchemaOrNames:
            if (value.is_object())
                for (const Json& part : value)
                    rules += part.is_array() ? 1 : rulesOf(part);
            break;
        case Shape::Uri:
        case Shape::Vocabularies:
            break;
        default:
            ++rules;
        }
    }
    return rules;
}

/// "#/properties/a" without the mark.
std::string pointerOf(const std::string& fragment) {
    const auto at = fragment.find('#');
    return at == std::string::npos ? std::string() : fragment.substr(at + 1);
}

} // namespace

CheckReport check(const Json& schema, std::stop_token stop) {
    CheckReport report;
    try {
        grammar::CompileOptions options;
        options.leave_to_validator = true;
        options.stop = stop;
        const auto compiled = grammar::compile_schema(schema, options);
        report.rules = rulesOf(schema);
        const schema::Validator validator(schema); // what is left to it must be fit for it
        for (const grammar::Unenforced& part : compiled->unenforced)
            report.findings.push_back({pointerOf(part.pointer), part.keyword, part.reason});
        report.verdict = report.findings.empty() ? CheckReport::Enforceable : CheckReport::InPart;
    } catch (const grammar::SchemaError& error) {
        report.verdict =
            error.kind() == ErrorKind::InvalidInput ? CheckReport::Invalid : CheckReport::NotEnforceable;
        report.findings = {{pointerOf(error.pointer()), error.keyword(), error.reason()}};
    } catch (const Error& error) {
        report.verdict =
            error.kind() == ErrorKind::InvalidInput ? CheckReport::Invalid : CheckReport::NotEnforceable;
        report.findings = {{"", "", error.what()}};
    } catch (const std::exception& error) {
        report.verdict = CheckReport::NotEnforceable;
        report.findings = {{"", "", error.what()}};
    }
    if (stop.stop_requested()) {
        report.verdict = CheckReport::Stopped;
        report.findings.clear();
    }
    return report;
}

} // namespace hadal::schemas
