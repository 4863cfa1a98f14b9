#include "ui/math/scanner.h"

#include <QStringList>

#include <utility>

namespace hadal::ui::math {
namespace {

constexpr int kDeepest = 60;
constexpr int kMostNodes = 20'000;

const QStringList kInfix = {"over", "choose", "atop", "brace", "brack"};

} // namespace

/// One level deeper for as long as it lives.
class Deeper {
  public:
    explicit Deeper(Parser& parser) : depth_(parser.depth_) {
        if (++depth_ > kDeepest)
            throw Trouble{QStringLiteral("nested too deeply")};
    }
    ~Deeper() { --depth_; }

  private:
    int& depth_;
};

Node makeNode(Node::Kind kind, QString text, Class cls) {
    Node node;
    node.kind = kind;
    node.text = std::move(text);
    node.cls = cls;
    return node;
}

Node makeNode(Node::Kind kind, std::vector<Node> children, Class cls) {
    Node node;
    node.kind = kind;
    node.children = std::move(children);
    node.cls = cls;
    return node;
}

QString toText(char32_t character) {
    return QString::fromUcs4(&character, 1);
}

bool Parser::stops(Stop stop) {
    skipBlanks();
    if (atEnd()) {
        if (stop == Stop::End || stop == Stop::LastCell)
            return true;
        throw Trouble{QStringLiteral("the formula ends too early")};
    }
    const bool cell = stop == Stop::Cell || stop == Stop::BracedCell || stop == Stop::LastCell;
    if (peek() == '}' || peek() == '&') {
        const bool fits = peek() == '}' ? stop == Stop::Brace || stop == Stop::BracedCell : cell;
        if (!fits)
            throw Trouble{toText(peek()) + " is not expected here"};
        return true;
    }
    if (stop == Stop::Bracket && peek() == ']')
        return true;
    const QString name = lookCommand();
    if (name == "right" || name == "middle") {
        if (stop != Stop::Right)
            throw Trouble{"\\" + name + " without \\left"};
        return true;
    }
    if (name == "end" || name == "\\" || name == "cr" || name == "hline") {
        if (!cell || (name == "end" && stop != Stop::Cell))
            throw Trouble{"\\" + name + " is not expected here"};
        return true;
    }
    return false;
}

Node Parser::row(Stop stop) {
    const Deeper deeper(*this);
    Node row = makeNode(Node::Group, std::vector<Node>{});
    const Alphabet before = alphabet_;
    while (!stops(stop)) {
        const qsizetype from = at_;
        const QString name = peek() == '\\' ? command() : QString();
        if (kInfix.contains(name)) {
            infix(row, name, stop);
            break;
        }
        bool known = false;
        if (!name.isEmpty()) {
            Node rest = styled(name, known);
            if (known) {
                if (rest.kind == Node::Style) { // for the rest of the row
                    rest.children = std::move(this->row(stop).children);
                    row.children.push_back(std::move(rest));
                    break;
                }
                continue;
            }
        }
        at_ = from;
        Node next = scripted(atom());
        if (!(next.kind == Node::Group && next.children.empty() && next.text == "nothing"))
            row.children.push_back(std::move(next));
    }
    alphabet_ = before;
    return row;
}

/// {a \over b}: what stands before and behind in the same group.
void Parser::infix(Node& row, const QString& name, Stop stop) {
    Node above = std::exchange(row, makeNode(Node::Group, std::vector<Node>{}));
    Node fraction = makeNode(Node::Fraction, {std::move(above), this->row(stop)}, Class::Inner);
    fraction.rule = name == "over";
    fraction.text = name == "choose" ? "()" : name == "brace" ? "{}" : name == "brack" ? "[]" : "";
    row.children.push_back(std::move(fraction));
}

Node Parser::scripted(Node base) {
    Node below = makeNode(Node::Group, std::vector<Node>{}), above = below;
    bool any = false;
    for (skipBlanks(); !atEnd(); skipBlanks()) {
        const QString name = peek() == '\\' ? lookCommand() : QString();
        if (name == "limits" || name == "nolimits") {
            command();
            base.limits = base.always = name == "limits";
        } else if (peek() == '\'' || peek() == 0x2019) {
            while (peek() == '\'' || peek() == 0x2019) {
                ++at_;
                above.children.push_back(makeNode(Node::Symbol, toText(0x2032)));
            }
            any = true;
        } else if (peek() == '^' || peek() == '_') {
            Node& script = peek() == '^' ? above : below;
            const bool primed = !script.children.empty() && script.children.back().text == toText(0x2032);
            if (!script.children.empty() && !primed)
                throw Trouble{QStringLiteral("two scripts in one place")};
            ++at_;
            script.children.push_back(argument());
            any = true;
        } else {
            break;
        }
    }
    if (!any)
        return base;
    const Class cls = base.cls;
    return makeNode(Node::Scripts, {std::move(base), std::move(below), std::move(above)}, cls);
}

Node Parser::argument() {
    skipBlanks();
    if (atEnd())
        throw Trouble{QStringLiteral("an argument expected")};
    if (peek() != '{') {
        const Deeper deeper(*this);
        return atom();
    }
    ++at_;
    Node inner = row(Stop::Brace);
    ++at_;
    return inner;
}

Node Parser::optional(bool& given) {
    skipBlanks();
    given = peek() == '[';
    if (!given)
        return makeNode(Node::Group, std::vector<Node>{});
    ++at_;
    Node inner = row(Stop::Bracket);
    ++at_;
    return inner;
}

Node Parser::atom() {
    if (++nodes_ > kMostNodes)
        throw Trouble{QStringLiteral("too long")};
    skipBlanks();
    const char32_t c = peek();
    if (c == '{') {
        Node group = argument();
        // Braces make one atom of what they hold.
        return group.children.size() == 1 && group.children.front().kind == Node::Symbol
                   ? makeNode(Node::Group, std::move(group.children))
                   : group;
    }
    if (c == '^' || c == '_' || c == '\'')
        return makeNode(Node::Group, std::vector<Node>{}); // a script on nothing
    if (c == '\\') {
        const QString name = command();
        if (name.isEmpty())
            throw Trouble{QStringLiteral("a lone backslash")};
        return named(name);
    }
    ++at_;
    return character(c);
}

Node Parser::character(char32_t c) {
    if (c == '~') {
        bool known = true;
        return spaced(" ", known);
    }
    if (c == '#' || c == '$' || c < 0x20)
        throw Trouble{toText(c) + " is not expected here"};
    const Class cls = classOf(c);
    if (c == '-')
        return makeNode(Node::Symbol, toText(0x2212), Class::Bin);
    if (c == '*')
        return makeNode(Node::Symbol, toText(0x2217), Class::Bin);
    return makeNode(Node::Symbol, toText(inAlphabet(c, alphabet_)), cls);
}

Node Parser::named(const QString& name) {
    bool known = true;
    if (name == "left")
        return fenced();
    if (name == "begin")
        return environment();
    if (name == "not")
        return notted();
    if (const SymbolEntry* symbol = findSymbol(name)) {
        const bool italicGreek = symbol->character >= 0x3B1 || symbol->character == 0x2202;
        const bool letter =
            symbol->cls == Class::Ord &&
            ((symbol->character >= 0x391 && symbol->character <= 0x3F6) || symbol->character == 0x2202);
        Alphabet alphabet = alphabet_;
        if (letter && italicGreek && alphabet != Alphabet::Bold && alphabet != Alphabet::BoldItalic)
            alphabet = Alphabet::Normal;
        Node node = makeNode(Node::Symbol,
                             toText(letter ? inAlphabet(symbol->character, alphabet) : symbol->character),
                             symbol->cls);
        node.large = symbol->large;
        node.limits = symbol->limits;
        return node;
    }
    if (const int limits = operatorName(name)) {
        Node node = makeNode(Node::Name, name, Class::Op);
        if (name == "limsup" || name == "liminf" || name == "injlim" || name == "projlim")
            node.text = name.first(name.size() - 3) + " " + name.last(3);
        if (name == "limsup" || name == "liminf")
            node.text = "lim " + name.last(3);
        if (name == "argmax" || name == "argmin")
            node.text = "arg " + name.last(3);
        node.limits = limits == 2;
        return node;
    }
    Node node = spaced(name, known);
    if (!known)
        node = structure(name, known);
    if (!known)
        node = decorated(name, known);
    if (!known)
        node = styled(name, known);
    if (!known)
        throw Trouble{"\\" + name + " is not known"};
    return node;
}

Formula Parser::formula() {
    // Rows without an environment, as models write them.
    try {
        Node all = row(Stop::End);
        return {std::move(all), tag_};
    } catch (const Trouble&) {
        const QString text =
            QString::fromUcs4(reinterpret_cast<const char32_t*>(source_.constData()), source_.size());
        if (!text.contains("\\\\") && !text.contains('&'))
            throw;
    }
    at_ = 0;
    nodes_ = 0;
    depth_ = 0;
    alphabet_ = Alphabet::Normal;
    tag_.clear();
    const Deeper deeper(*this);
    Node rows = table(QStringLiteral("aligned"), true);
    return {makeNode(Node::Group, {std::move(rows)}), tag_};
}

std::optional<Formula> parse(const QString& source, QString* problem) {
    try {
        if (source.size() > kLongestFormula)
            throw Trouble{QStringLiteral("too long")};
        return Parser(source).formula();
    } catch (const Trouble& trouble) {
        if (problem)
            *problem = trouble.text;
        return {};
    }
}

} // namespace hadal::ui::math
