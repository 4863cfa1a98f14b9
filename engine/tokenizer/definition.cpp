#include "engine/tokenizer/definition.h"

#include "engine/tokenizer/json_reader.h"
#include "kernels/error.h"

#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace hadal::tokenizer {
namespace {

using nlohmann::json;

[[noreturn]] void invalid(const std::string& what) {
    throw Error(ErrorKind::InvalidFile, "The tokenizer file is invalid: " + what);
}

[[noreturn]] void unsupported(const std::string& what) {
    throw Error(ErrorKind::Unsupported,
                "The tokenizer file asks for " + what + ". Hadal reads byte-level BPE tokenizers.");
}

/// An object of the file and where it is, for messages.
struct Node {
    const json& value;
    std::string path;

    const json* find(const char* key) const {
        const auto found = value.find(key);
        return found == value.end() || found->is_null() ? nullptr : &*found;
    }
    std::string name(const char* key) const { return path.empty() ? key : path + "." + key; }

    [[noreturn]] void wrong_type(const char* key, const char* expected) const {
        const auto found = value.find(key);
        invalid(name(key) + " is " + (found == value.end() ? "missing" : found->type_name()) + ", expected " +
                expected + ".");
    }
    std::string text(const char* key) const {
        const json* found = find(key);
        if (!found || !found->is_string())
            wrong_type(key, "a string");
        return found->get<std::string>();
    }
    bool flag(const char* key, std::optional<bool> missing = std::nullopt) const {
        const json* found = find(key);
        if (!found && missing)
            return *missing;
        if (!found || !found->is_boolean())
            wrong_type(key, "true or false");
        return found->get<bool>();
    }
    Node object(const char* key) const {
        const json* found = find(key);
        if (!found || !found->is_object())
            wrong_type(key, "an object");
        return {*found, name(key)};
    }
    /// The members of an array of objects.
    std::vector<Node> objects(const char* key) const {
        const json* found = find(key);
        if (!found || !found->is_array())
            wrong_type(key, "an array");
        std::vector<Node> result;
        for (const json& item : *found) {
            const std::string item_name = name(key) + "[" + std::to_string(result.size()) + "]";
            if (!item.is_object())
                invalid(item_name + " is " + item.type_name() + ", expected an object.");
            result.push_back({item, item_name});
        }
        return result;
    }
};

std::string quoted(const std::string& text) {
    return text.size() <= 100 ? "'" + text + "'" : "'" + text.substr(0, 100) + "...'";
}

SplitBehavior split_behavior(const Node& split) {
    const std::string name = split.text("behavior");
    if (name == "Removed")
        return SplitBehavior::Removed;
    if (name == "Isolated")
        return SplitBehavior::Isolated;
    if (name == "MergedWithPrevious")
        return SplitBehavior::MergedWithPrevious;
    if (name == "MergedWithNext")
        return SplitBehavior::MergedWithNext;
    if (name == "Contiguous")
        return SplitBehavior::Contiguous;
    invalid(split.name("behavior") + " is " + quoted(name) +
            ", expected Removed, Isolated, MergedWithPrevious, MergedWithNext or Contiguous.");
}

SplitStep split_step(const Node& split) {
    const Node pattern = split.object("pattern");
    if (pattern.value.size() != 1 || (!pattern.find("Regex") && !pattern.find("String")))
        invalid(pattern.path + R"( must be {"Regex": ...} or {"String": ...}.)");
    const bool is_literal = pattern.find("String") != nullptr;
    return {pattern.text(is_literal ? "String" : "Regex"), is_literal, split_behavior(split),
            split.flag("invert")};
}

void read_pre_tokenizer(const Node& node, std::vector<PreTokenizerStep>& steps) {
    const std::string type = node.text("type");
    if (type == "Sequence") {
        for (const Node& member : node.objects("pretokenizers"))
            read_pre_tokenizer(member, steps);
        return;
    }
    if (!steps.empty() && std::holds_alternative<ByteLevelStep>(steps.back()))
        unsupported("the pre-tokenizer " + quoted(type) + " after ByteLevel");
    if (type == "Split")
        steps.push_back(split_step(node));
    else if (type == "Digits")
        steps.push_back(DigitsStep{node.flag("individual_digits")});
    else if (type == "ByteLevel")
        steps.push_back(ByteLevelStep{node.flag("add_prefix_space"), node.flag("use_regex", true)});
    else
        unsupported("the pre-tokenizer " + quoted(type));
}

/// Only "do nothing" is supported: text must come back from its tokens unchanged.
void check_normalizer(const Node& node) {
    const std::string type = node.text("type");
    if (type != "Sequence")
        unsupported("the normalizer " + quoted(type));
    for (const Node& member : node.objects("normalizers"))
        check_normalizer(member);
}

void check_decoder(const Node& node) {
    const std::string type = node.text("type");
    if (type == "Sequence") {
        const std::vector<Node> members = node.objects("decoders");
        if (members.size() != 1)
            unsupported("a decoder of " + std::to_string(members.size()) + " steps");
        check_decoder(members[0]);
    } else if (type != "ByteLevel") {
        unsupported("the decoder " + quoted(type));
    }
}

void check_model(const Node& model) {
    if (const std::string type = model.text("type"); type != "BPE")
        unsupported("the model " + quoted(type));
    if (const json* dropout = model.find("dropout"); dropout && *dropout != 0)
        unsupported("model.dropout");
    for (const char* key : {"continuing_subword_prefix", "end_of_word_suffix"})
        if (const json* affix = model.find(key); affix && *affix != "")
            unsupported(std::string("model.") + key);
    // unk_token, fuse_unk and byte_fallback concern bytes that are not in the vocabulary; here all of them
    // are.
}

using TokenIds = std::unordered_map<std::string_view, std::int32_t>;

/// The ids by text; the texts stay in the vocabulary.
TokenIds index_vocabulary(const std::vector<std::pair<std::string, std::int32_t>>& vocabulary) {
    TokenIds ids;
    ids.reserve(vocabulary.size());
    std::vector<const std::string*> texts;
    for (const auto& [text, id] : vocabulary) {
        if (!ids.emplace(text, id).second)
            invalid("model.vocab lists " + quoted(text) + " twice.");
        if (texts.size() <= static_cast<std::size_t>(id))
            texts.resize(static_cast<std::size_t>(id) + 1);
        if (const std::string* other = std::exchange(texts[id], &text))
            invalid("model.vocab gives the id " + std::to_string(id) + " to " + quoted(*other) + " and to " +
                    quoted(text) + ".");
    }
    return ids;
}

std::vector<MergeRule> resolve_merges(const std::vector<std::array<std::string, 2>>& merges,
                                      const TokenIds& ids) {
    std::vector<MergeRule> rules;
    rules.reserve(merges.size());
    const auto id_of = [&](const std::string& text) {
        const auto found = ids.find(text);
        if (found == ids.end())
            invalid("merge " + std::to_string(rules.size()) + " needs the token " + quoted(text) +
                    ", which model.vocab does not have.");
        return found->second;
    };
    for (const auto& [left, right] : merges)
        rules.push_back({id_of(left), id_of(right), id_of(left + right)});
    return rules;
}

/// Hugging Face ignores the ids of added tokens in the file and hands them out itself. Where the two differ,
/// nobody can say what the model was trained with.
void check_added_ids(const std::vector<AddedToken>& tokens, const TokenIds& ids) {
    std::int64_t next_id = static_cast<std::int64_t>(ids.size());
    std::unordered_set<std::string_view> contents;
    for (const AddedToken& token : tokens) {
        if (!contents.insert(token.content).second)
            invalid("added_tokens lists " + quoted(token.content) + " twice.");
        const auto known = ids.find(token.content);
        const std::int64_t expected = known != ids.end() ? known->second : next_id++;
        if (expected != token.id)
            invalid("the added token " + quoted(token.content) + " has the id " + std::to_string(token.id) +
                    ", but its place in the vocabulary is " + std::to_string(expected) + ".");
    }
}

std::vector<AddedToken> read_added_tokens(const Node& root) {
    std::vector<AddedToken> tokens;
    if (!root.find("added_tokens"))
        return tokens;
    for (const Node& node : root.objects("added_tokens")) {
        const json* id = node.find("id");
        if (!id || !id->is_number_unsigned() || id->get<std::uint64_t>() > std::uint64_t(max_token_id))
            node.wrong_type("id", ("a whole number from 0 to " + std::to_string(max_token_id)).c_str());
        AddedToken token{node.text("content"), id->get<std::int32_t>(), node.flag("single_word"),
                         node.flag("lstrip"),  node.flag("rstrip"),     node.flag("normalized"),
                         node.flag("special")};
        if (token.content.empty())
            invalid(node.name("content") + " is empty.");
        tokens.push_back(std::move(token));
    }
    return tokens;
}

} // namespace

Definition parse_definition(std::string_view tokenizer_json) {
    TokenizerJson file = read_tokenizer_json(tokenizer_json);
    const Node root{file.document, ""};
    if (!root.value.is_object())
        invalid(std::string("it holds ") + root.value.type_name() + ", expected an object.");
    if (root.find("version") && root.text("version") != "1.0")
        unsupported("the file version " + quoted(root.text("version")));
    for (const char* key : {"truncation", "padding"})
        if (root.find(key))
            unsupported(key);
    if (root.find("normalizer"))
        check_normalizer(root.object("normalizer"));
    // The post-processor adds tokens around a whole input; prompts are encoded without them.

    const Node model = root.object("model");
    check_model(model);
    if (!file.has_vocab)
        model.wrong_type("vocab", "an object");
    if (!file.has_merges)
        model.wrong_type("merges", "an array");

    Definition definition;
    if (!root.find("pre_tokenizer"))
        unsupported("no pre-tokenizer");
    read_pre_tokenizer(root.object("pre_tokenizer"), definition.steps);
    if (definition.steps.empty() || !std::holds_alternative<ByteLevelStep>(definition.steps.back()))
        unsupported("a pre-tokenizer without ByteLevel");
    if (!root.find("decoder"))
        unsupported("no decoder");
    check_decoder(root.object("decoder"));

    definition.ignore_merges = model.flag("ignore_merges", false);
    definition.vocabulary = std::move(file.vocab);
    const TokenIds ids = index_vocabulary(definition.vocabulary);
    definition.merges = resolve_merges(file.merges, ids);
    definition.added_tokens = read_added_tokens(root);
    check_added_ids(definition.added_tokens, ids);
    return definition;
}

} // namespace hadal::tokenizer
