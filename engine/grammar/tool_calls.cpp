#include "engine/grammar/tool_calls.h"

#include "engine/base/utf8.h"
#include "engine/grammar/regex.h"

#include <algorithm>
#include <map>
#include <set>

namespace hadal::grammar {

namespace {

/// Appends all parts of another grammar. Returns the number of its root.
std::uint32_t append(Grammar& to, const Grammar& from) {
    const auto offset = [](const auto& list) { return static_cast<std::uint32_t>(list.size()); };
    const std::uint32_t nodes = offset(to.nodes), numbers = offset(to.numbers), strings = offset(to.strings),
                        arrays = offset(to.arrays), objects = offset(to.objects);
    const auto raise = [](std::vector<std::uint32_t>& ids, std::uint32_t by) {
        for (std::uint32_t& id : ids)
            id += by;
    };
    for (ValueNode node : from.nodes) {
        if (node.number != ValueNode::none)
            node.number += numbers;
        raise(node.strings, strings);
        raise(node.arrays, arrays);
        raise(node.objects, objects);
        to.nodes.push_back(std::move(node));
    }
    to.numbers.insert(to.numbers.end(), from.numbers.begin(), from.numbers.end());
    to.strings.insert(to.strings.end(), from.strings.begin(), from.strings.end());
    const auto raise_ways = [nodes](Ways& ways) {
        for (Way& way : ways)
            way.node += nodes;
    };
    for (ArrayShape array : from.arrays) {
        for (Ways& ways : array.prefix)
            raise_ways(ways);
        raise_ways(array.rest);
        to.arrays.push_back(std::move(array));
    }
    for (ObjectShape object : from.objects) {
        for (ObjectShape::Property& property : object.properties)
            raise_ways(property.ways);
        for (Ways& ways : object.classes)
            raise_ways(ways);
        to.objects.push_back(std::move(object));
    }
    to.unenforced.insert(to.unenforced.end(), from.unenforced.begin(), from.unenforced.end());
    return nodes + from.root;
}

/// The strings in which none of the texts occurs.
Language avoiding(std::span<const std::string_view> texts, Work& work) {
    std::vector<Language> found;
    for (const std::string_view text : texts)
        found.push_back(search_language(text, work).language);
    return complement(union_of(found, work), work);
}

/// Makes the members of a tool's arguments what the markup can write one by one.
class RawMembers {
  public:
    RawMembers(Grammar& grammar, const chat::CallMarkup& markup, Work& work)
        : grammar_(grammar), work_(work), values_(avoiding(markup.values_avoid, work)),
          keys_(avoiding(markup.keys_avoid, work)) {}

    /// A node whose objects are those of `node`; nothing where none of them can be written.
    std::optional<std::uint32_t> arguments(std::uint32_t node) {
        ValueNode raw;
        const std::vector<std::uint32_t> objects = grammar_.nodes[node].objects;
        for (const std::uint32_t id : objects)
            if (auto shape = members(grammar_.objects[id])) {
                raw.objects.push_back(static_cast<std::uint32_t>(grammar_.objects.size()));
                grammar_.objects.push_back(std::move(*shape));
            }
        if (raw.objects.empty())
            return std::nullopt;
        grammar_.nodes.push_back(std::move(raw));
        return static_cast<std::uint32_t>(grammar_.nodes.size() - 1);
    }

  private:
    std::optional<ObjectShape> members(ObjectShape shape) {
        for (ObjectShape::Property& property : shape.properties) {
            property.ways = keys_->match(property.key) ? written(property.ways) : Ways();
            if (property.ways.empty() && property.required)
                return std::nullopt;
        }
        for (Ways& ways : shape.classes)
            ways = written(ways);
        if (shape.free_keys && !shape.free_keys->empty()) {
            const Dfa* parts[] = {shape.free_keys.get(), keys_.get()};
            shape.free_keys = std::make_shared<Dfa>(product(
                parts, 3,
                [&](std::span<const std::uint32_t> labels) {
                    return labels[0] && labels[1] && !shape.classes[labels[0] - 1].empty() ? labels[0] : 0;
                },
                work_));
        }
        shape.distinct = true;
        shape.finish();
        return shape.live(shape.rest_from[0], {}) ? std::optional(std::move(shape)) : std::nullopt;
    }

    Ways written(const Ways& ways) {
        Ways out;
        for (const Way& way : ways)
            if (const std::uint32_t node = member(way.node); node != nothing_left)
                out.push_back({node, way.hits});
        return out;
    }

    /// The node with strings that are written raw.
    std::uint32_t member(std::uint32_t id) {
        const auto [known, fresh] = members_.try_emplace(id, nothing_left);
        if (!fresh)
            return known->second;
        ValueNode node = grammar_.nodes[id];
        const std::vector<std::uint32_t> strings = std::move(node.strings);
        node.strings.clear();
        for (const std::uint32_t string : strings)
            if (const auto shape = raw_string(string))
                node.strings.push_back(*shape);
        if (!node.simple && node.number == ValueNode::none && node.strings.empty() && node.arrays.empty() &&
            node.objects.empty())
            return nothing_left;
        grammar_.nodes.push_back(std::move(node));
        return known->second = static_cast<std::uint32_t>(grammar_.nodes.size() - 1);
    }

    std::optional<std::uint32_t> raw_string(std::uint32_t id) {
        const auto [known, fresh] = strings_.try_emplace(id);
        if (!fresh)
            return known->second;
        StringShape shape = grammar_.strings[id];
        shape.language =
            shape.language == any_string() ? values_ : intersection(shape.language, values_, work_);
        if (shape.language->empty())
            return std::nullopt;
        if (shape.counted()) {
            shape.shortest = shortest_words(*shape.language);
            if (shape.least > 0 && !lengths_are_upward_closed(*shape.language, shape.shortest)) {
                shape.language =
                    intersection(shape.language, of_length(shape.least, shape.most, work_), work_);
                shape.least = 0;
                shape.most = no_limit;
                shape.shortest.clear();
            } else if (shape.shortest[0] > shape.most) {
                return std::nullopt;
            }
            if (shape.language->empty())
                return std::nullopt;
        }
        grammar_.strings.push_back(std::move(shape));
        return known->second = static_cast<std::uint32_t>(grammar_.strings.size() - 1);
    }

    static constexpr std::uint32_t nothing_left = ValueNode::none;

    Grammar& grammar_;
    Work& work_;
    Language values_, keys_;
    std::map<std::uint32_t, std::uint32_t> members_;
    std::map<std::uint32_t, std::optional<std::uint32_t>> strings_;
};

/// Requests often leave the schema of a tool without parameters half empty.
bool takes_nothing(const Json& parameters) {
    if (parameters.is_null())
        return true;
    if (!parameters.is_object())
        return false;
    for (const auto& [key, value] : parameters.items()) {
        const bool says_nothing = key == "description" || key == "title" || key == "$schema" ||
                                  ((key == "properties" || key == "required") && value.empty()) ||
                                  (key == "type" && value == "object") ||
                                  (key == "additionalProperties" && value == false);
        if (!says_nothing)
            return false;
    }
    return true;
}

void check_names(const std::vector<ToolSchema>& tools) {
    std::set<std::string_view> known;
    for (const ToolSchema& tool : tools) {
        bool writable = !tool.name.empty();
        for (std::size_t at = 0; at < tool.name.size();) {
            const auto step = utf8_step(std::string_view(tool.name).substr(at));
            const auto byte = static_cast<std::uint8_t>(tool.name[at]);
            writable = writable && step.kind == Utf8Step::Whole && byte > 0x20 && byte != 0x7F &&
                       std::string_view("\"<>`").find(tool.name[at]) == std::string_view::npos;
            at += step.length;
        }
        if (!writable)
            throw Error(ErrorKind::InvalidInput,
                        "A tool cannot be called " + print_json_string(tool.name.substr(0, 100)) +
                            ": expected a name of letters, digits, \"_\" and \"-\", without spaces, quotes, "
                            "backticks or angle brackets. Rename the tool.");
        if (!known.insert(tool.name).second)
            throw Error(ErrorKind::InvalidInput, "Two tools are called " +
                                                     print_json_string(tool.name.substr(0, 100)) +
                                                     ", so a call could not say which it means. Rename one.");
    }
}

std::shared_ptr<const Grammar> arguments_of(const ToolSchema& tool, const CompileOptions& options) {
    static const auto nothing_at_all = compile_schema({{"type", "object"}, {"additionalProperties", false}});
    return takes_nothing(tool.parameters) ? nothing_at_all : compile_schema(tool.parameters, options);
}

} // namespace

ToolSchemaError::ToolSchemaError(const SchemaError& error, std::string tool)
    : SchemaError(error.kind(), error.pointer(), error.keyword(), error.reason(),
                  "The schema of the parameters of the tool " + print_json_string(tool.substr(0, 100))),
      tool_(std::move(tool)) {}

std::shared_ptr<const Grammar> compile_answer(const AnswerRules& rules, const CompileOptions& options) {
    check_names(rules.tools);
    if (rules.required && rules.tools.empty())
        throw Error(ErrorKind::InvalidInput,
                    "A call is required, but there is no tool that may be called. Add one, or set the tool "
                    "choice to auto.");
    auto grammar = std::make_shared<Grammar>();
    auto calls = std::make_shared<CallRules>();
    calls->markup = rules.markup;
    calls->several = rules.several;
    calls->text = !rules.required && !rules.json;
    calls->json = rules.json && !rules.required ? append(*grammar, *rules.json) : ValueNode::none;
    Work work(options.work_limit, options.stop);
    std::optional<RawMembers> raw;
    if (!rules.markup->parameter.empty() && !rules.tools.empty())
        raw.emplace(*grammar, *rules.markup, work);
    for (const ToolSchema& tool : rules.tools) {
        try {
            const std::uint32_t root = append(*grammar, *arguments_of(tool, options));
            std::optional<std::uint32_t> node;
            if (raw) {
                node = raw->arguments(root);
            } else if (!grammar->nodes[root].objects.empty()) {
                ValueNode objects;
                objects.objects = grammar->nodes[root].objects;
                grammar->nodes.push_back(std::move(objects));
                node = static_cast<std::uint32_t>(grammar->nodes.size() - 1);
            }
            if (!node)
                throw SchemaError(ErrorKind::InvalidInput, "#", "",
                                  "no object that a call could write is valid");
            calls->tools.push_back({tool.name, *node});
        } catch (const SchemaError& error) {
            throw ToolSchemaError(error, tool.name);
        } catch (const Error& error) {
            throw ToolSchemaError(SchemaError(error.kind(), "#", "", error.what()), tool.name);
        }
    }
    grammar->calls = std::move(calls);
    return grammar;
}

} // namespace hadal::grammar
