#include "engine/grammar/regex.h"

#include "engine/grammar/nfa.h"

#include <algorithm>

namespace hadal::grammar {

using schema::RegexNode;

namespace {

Language searched(const RegexNode& node, Work& work) {
    Nfa nfa(work);
    const auto start = nfa.add_state();
    nfa.loop_on_anything(start);
    // A state of its own for the end, so that what may follow cannot lead back into the pattern.
    const auto found = nfa.add(node, start);
    nfa.loop_on_anything(found);
    return std::make_shared<Dfa>(nfa.determinise(start, found, true));
}

RegexNode sequence_of(std::vector<RegexNode> children) {
    RegexNode node;
    node.children = std::move(children);
    return node;
}

RegexNode begin_node() {
    RegexNode node;
    node.kind = RegexNode::Begin;
    return node;
}

/// Where the whole pattern is `^…$`, one piece repeats a counted number of times and all others have a fixed
/// length, counting the text's length is the same as counting the repetitions.
bool count_by_length(std::vector<RegexNode>& pieces, BoundedLanguage& bounds) {
    constexpr std::uint32_t worth_while = 8;
    if (pieces.size() < 2 || pieces.front().kind != RegexNode::Begin || pieces.back().kind != RegexNode::End)
        return false;
    RegexNode* counted = nullptr;
    std::uint64_t fixed = 0;
    for (RegexNode& piece : pieces) {
        const std::uint32_t length = piece.fixed_length();
        if (length != RegexNode::varies) {
            fixed += length;
        } else if (!counted && piece.kind == RegexNode::Repeat && piece.children[0].fixed_length() == 1) {
            counted = &piece;
        } else {
            return false;
        }
    }
    if (!counted ||
        (std::max(counted->least, counted->most == RegexNode::unlimited ? 0 : counted->most) < worth_while))
        return false;
    bounds.least = static_cast<std::uint32_t>(fixed + counted->least);
    bounds.most =
        counted->most == RegexNode::unlimited ? Dfa::dead : static_cast<std::uint32_t>(fixed + counted->most);
    counted->least = 0;
    counted->most = RegexNode::unlimited;
    return true;
}

} // namespace

BoundedLanguage search_language(std::string_view pattern, Work& work) {
    RegexNode root = schema::parse_regex(pattern);
    BoundedLanguage result{any_string()};
    std::vector<RegexNode> pieces;
    if (root.kind == RegexNode::Sequence)
        pieces = std::move(root.children);
    else
        pieces.push_back(std::move(root));

    // `^(?=A)(?!B)C` finds what `^A`, not `^B`, and `^C` find. Apart they are smaller than in one automaton,
    // and lengths can still be counted.
    if (!pieces.empty() && pieces[0].kind == RegexNode::Begin) {
        std::size_t aheads = 1;
        for (; aheads < pieces.size() &&
               (pieces[aheads].kind == RegexNode::Ahead || pieces[aheads].kind == RegexNode::NotAhead);
             ++aheads) {
            Language language = searched(sequence_of({begin_node(), pieces[aheads].children[0]}), work);
            if (pieces[aheads].kind == RegexNode::NotAhead)
                language = complement(language, work);
            result.language = intersection(result.language, language, work);
        }
        pieces.erase(pieces.begin() + 1, pieces.begin() + static_cast<std::ptrdiff_t>(aheads));
    }
    count_by_length(pieces, result);
    Language language = searched(sequence_of(std::move(pieces)), work);
    if (!language->empty() && language->is_sink(0))
        language = any_string();
    result.language = intersection(result.language, language, work);
    return result;
}

Language whole_language(std::string_view pattern, Work& work) {
    Nfa nfa(work);
    const auto start = nfa.add_state();
    const RegexNode root = schema::parse_regex(pattern);
    const auto end = nfa.add(root, start);
    return std::make_shared<Dfa>(nfa.determinise(start, end, false));
}

} // namespace hadal::grammar
