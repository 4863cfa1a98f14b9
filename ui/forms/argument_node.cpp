#include "ui/forms/argument_node.h"

#include "kernels/error.h"
#include "ui/forms/argument_words.h"
#include "ui/forms/example_value.h"

#include <algorithm>

namespace hadal::ui {
namespace {

constexpr int deepestForm = 8; ///< beyond, JSON text is easier to read than a form

const Json anything = Json::object();

bool isNull(const Json& schema) {
    const Json* type = keyword(schema, "type");
    return type && *type == "null";
}

/// The one schema besides null in an anyOf or oneOf of two.
const Json* besideNull(const Json& schema) {
    for (const char* key : {"anyOf", "oneOf"}) {
        const Json* some = keyword(schema, key);
        if (!some || !some->is_array() || some->size() != 2)
            continue;
        if (isNull(some->at(1)))
            return &some->at(0);
        if (isNull(some->at(0)))
            return &some->at(1);
    }
    return nullptr;
}

/// The name of the type; empty where there is none or several. `nullable` is set where null is one of two.
std::string typeOf(const Json& schema, bool& nullable) {
    const Json* type = keyword(schema, "type");
    if (type && type->is_string())
        return type->get<std::string>();
    if (type && type->is_array() && type->size() == 2)
        for (std::size_t i = 0; i < 2; ++i)
            if (type->at(i) == "null" && type->at(1 - i).is_string()) {
                nullable = true;
                return type->at(1 - i).get<std::string>();
            }
    return !type && keyword(schema, "properties") ? "object" : "";
}

ArgumentNode::Kind kindOf(const Json& schema, int depth, bool& nullable) {
    if (const Json* values = keyword(schema, "enum"); values && values->is_array() && !values->empty())
        return ArgumentNode::Choice;
    if (keyword(schema, "anyOf") || keyword(schema, "oneOf") || keyword(schema, "allOf"))
        return ArgumentNode::JsonText;
    const std::string type = typeOf(schema, nullable);
    if (type == "string")
        return ArgumentNode::Text;
    if (type == "number")
        return ArgumentNode::Number;
    if (type == "integer")
        return ArgumentNode::Integer;
    if (type == "boolean")
        return ArgumentNode::Boolean;
    if (depth < deepestForm && type == "array" && keyword(schema, "items") &&
        keyword(schema, "items")->is_object())
        return ArgumentNode::List;
    if (type == "object" && (depth == 0 || (depth < deepestForm && keyword(schema, "properties"))))
        return ArgumentNode::Object;
    return ArgumentNode::JsonText;
}

bool isRequired(const Json& schema, const std::string& key) {
    const Json* names = keyword(schema, "required");
    return names && names->is_array() && std::find(names->begin(), names->end(), key) != names->end();
}

std::string escaped(const std::string& key) {
    std::string out;
    for (const char c : key)
        out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return out;
}

} // namespace

int ArgumentNode::depth() const {
    return parent ? parent->depth() + 1 : 0;
}

int ArgumentNode::indexInParent() const {
    for (std::size_t i = 0; parent && i < parent->children.size(); ++i)
        if (parent->children[i].get() == this)
            return int(i);
    return -1;
}

std::string ArgumentNode::pointer() const {
    if (!parent)
        return {};
    return parent->pointer() + "/" + (parent->kind == List ? std::to_string(indexInParent()) : escaped(key));
}

QStringList ArgumentNode::choices() const {
    QStringList all;
    if (const Json* values = keyword(*schema, "enum"); values && kind == Choice)
        for (const Json& value : *values)
            all += QString::fromStdString(value.is_string() ? value.get<std::string>() : print_python(value));
    return all;
}

bool ArgumentNode::counts() const {
    return (present || (required && nullable)) && (!parent || parent->counts());
}

bool ArgumentNode::filled() const {
    return !text.isEmpty() || on || choice >= 0 || (kind == List && !children.empty()) ||
           std::any_of(children.begin(), children.end(), [](const auto& child) { return child->filled(); });
}

bool ArgumentNode::fits(const Json& value) const {
    switch (kind) {
    case Text:
        return value.is_string();
    case Number:
    case Integer:
        return value.is_number() || is_exact_number(value) || is_big_integer(value);
    case Boolean:
        return value.is_boolean();
    case Choice: {
        const Json& values = schema->at("enum");
        return std::find(values.begin(), values.end(), value) != values.end();
    }
    case List:
        return value.is_array();
    case Object:
        return value.is_object();
    case JsonText:
        break;
    }
    return true;
}

void ArgumentNode::touch() {
    touched = true;
    for (const auto& child : children)
        child->touch();
}

Json ArgumentNode::value() {
    problem.clear();
    if (!present)
        return nullptr;
    const auto read = [this](const QString& expected) -> Json {
        try {
            return parse_json(text.toStdString(), Numbers::Exact);
        } catch (const Error& error) {
            problem = kind == JsonText && !text.trimmed().isEmpty() ? notJson(error.what()) : expected;
            return text.toStdString();
        }
    };
    switch (kind) {
    case Text:
        return text.toStdString();
    case Number:
    case Integer: {
        const QString expected = kind == Integer ? integerWanted() : numberWanted();
        Json number = read(expected);
        if (!number.is_number() && !is_exact_number(number) && !is_big_integer(number))
            problem = expected;
        return number;
    }
    case Boolean:
        return on;
    case Choice:
        if (choice < 0) {
            problem = choiceWanted();
            return nullptr;
        }
        return schema->at("enum").at(std::size_t(choice));
    case List: {
        Json list = Json::array();
        for (const auto& child : children)
            list.push_back(child->value());
        return list;
    }
    case Object: {
        Json object = Json::object();
        for (const auto& child : children)
            if (child->present || (child->required && child->nullable))
                object[child->key] = child->value();
        return object;
    }
    case JsonText:
        break;
    }
    return read(jsonWanted());
}

void ArgumentNode::take(const Json& value, const Json& root) {
    touched = true;
    present = true;
    if (value.is_null() && nullable) {
        present = false;
        return;
    }
    if (!fits(value)) {
        kind = JsonText;
        children.clear();
    }
    switch (kind) {
    case Text:
        text = QString::fromStdString(value.get<std::string>());
        break;
    case Number:
    case Integer:
    case JsonText:
        text = QString::fromStdString(print_python(value));
        break;
    case Boolean:
        on = value.get<bool>();
        break;
    case Choice: {
        const Json& values = schema->at("enum");
        choice = int(std::find(values.begin(), values.end(), value) - values.begin());
        break;
    }
    case List:
        children.clear();
        for (const Json& item : value) {
            children.push_back(argumentTree(schema->at("items"), root, this));
            children.back()->take(item, root);
        }
        break;
    case Object:
        takeMembers(value, root);
        break;
    }
}

void ArgumentNode::takeMembers(const Json& value, const Json& root) {
    for (const auto& child : children)
        child->present = child->required && !child->nullable;
    for (const auto& [name, item] : value.items()) {
        const auto child = std::find_if(children.begin(), children.end(),
                                        [&name = name](const auto& node) { return node->key == name; });
        if (child != children.end()) {
            (*child)->take(item, root);
            continue;
        }
        auto extra = argumentTree(anything, root, this); // a member that the schema does not name
        extra->key = name;
        extra->required = false;
        extra->take(item, root);
        children.push_back(std::move(extra));
    }
}

std::unique_ptr<ArgumentNode> argumentTree(const Json& given, const Json& root, ArgumentNode* parent) {
    auto node = std::make_unique<ArgumentNode>();
    node->parent = parent;
    const Json* schema = &resolved(given, root);
    if (const Json* other = besideNull(*schema)) {
        node->nullable = true;
        schema = &resolved(*other, root);
    }
    node->schema = schema;
    node->kind = kindOf(*schema, node->depth(), node->nullable);
    if (const Json* properties = keyword(*schema, "properties");
        node->kind == ArgumentNode::Object && properties && properties->is_object())
        for (const auto& [key, child] : properties->items()) {
            auto inner = argumentTree(child, root, node.get());
            inner->key = key;
            inner->required = isRequired(*schema, key);
            inner->present = inner->required && !inner->nullable;
            node->children.push_back(std::move(inner));
        }
    return node;
}

} // namespace hadal::ui
