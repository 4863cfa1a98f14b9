// Fractions, roots, delimiters, accents, words and spaces.
#include "ui/math/scanner.h"

#include <QHash>
#include <QStringList>

namespace hadal::ui::math {
namespace {

Node emptyRow() {
    return makeNode(Node::Group, std::vector<Node>{});
}

/// What leaves no trace.
Node nothing() {
    return makeNode(Node::Group, QStringLiteral("nothing"));
}

const QHash<QString, Alphabet>& alphabets() {
    static const QHash<QString, Alphabet> all = {
        {"mathrm", Alphabet::Roman},     {"mathup", Alphabet::Roman},   {"mathnormal", Alphabet::Normal},
        {"mathit", Alphabet::Italic},    {"mathbf", Alphabet::Bold},    {"boldsymbol", Alphabet::BoldItalic},
        {"bm", Alphabet::BoldItalic},    {"pmb", Alphabet::BoldItalic}, {"symbf", Alphabet::Bold},
        {"mathbb", Alphabet::Double},    {"Bbb", Alphabet::Double},     {"mathds", Alphabet::Double},
        {"mathbbm", Alphabet::Double},   {"mathcal", Alphabet::Script}, {"mathscr", Alphabet::Script},
        {"mathfrak", Alphabet::Fraktur}, {"frak", Alphabet::Fraktur},   {"mathsf", Alphabet::Sans},
        {"mathtt", Alphabet::Mono},
    };
    return all;
}

} // namespace

/// Switches for the rest of the row, and what concerns more than a formula.
Node Parser::styled(const QString& name, bool& known) {
    static const QStringList styles = {"displaystyle", "textstyle", "scriptstyle", "scriptscriptstyle"};
    static const QHash<QString, Alphabet> fonts = {
        {"rm", Alphabet::Roman}, {"bf", Alphabet::Bold}, {"it", Alphabet::Italic}, {"cal", Alphabet::Script},
        {"sf", Alphabet::Sans},  {"tt", Alphabet::Mono}, {"mit", Alphabet::Normal}};
    static const QStringList ignored = {"nonumber", "notag",         "normalsize", "large",
                                        "Large",    "small",         "allowbreak", "nobreak",
                                        "relax",    "displaylimits", "protect",    "normalfont"};
    known = true;
    if (const qsizetype style = styles.indexOf(name); style >= 0) {
        Node node = makeNode(Node::Style, std::vector<Node>{});
        node.style = qint8(style);
        return node;
    }
    if (fonts.contains(name))
        alphabet_ = fonts.value(name);
    else if (name == "label" || name == "color")
        rawGroup();
    else if (name == "tag" || name == "tag*")
        tag_ = rawGroup().remove('$');
    else if (!ignored.contains(name))
        known = false;
    return nothing();
}

Node Parser::structure(const QString& name, bool& known) {
    known = true;
    if (name == "frac" || name == "dfrac" || name == "tfrac" || name == "cfrac" || name == "binom" ||
        name == "dbinom" || name == "tbinom") {
        if (name == "cfrac")
            rawOptional();
        Node above = argument();
        Node fraction = makeNode(Node::Fraction, {std::move(above), argument()}, Class::Inner);
        fraction.style = name.startsWith('d') || name == "cfrac" ? Node::Display
                         : name.startsWith('t')                  ? Node::TextStyle
                                                                 : Node::Inherit;
        fraction.rule = name.endsWith("frac");
        fraction.text = fraction.rule ? QString() : QStringLiteral("()");
        return fraction;
    }
    if (name == "genfrac") {
        const QString left = rawGroup(), right = rawGroup(), rule = rawGroup(), style = rawGroup();
        Node above = argument();
        Node fraction = makeNode(Node::Fraction, {std::move(above), argument()}, Class::Inner);
        fraction.rule = !rule.startsWith('0');
        fraction.style = style.isEmpty() ? qint8(Node::Inherit) : qint8(qBound(0, style.toInt(), 3));
        const char32_t open = delimiterOf(left.trimmed()), close = delimiterOf(right.trimmed());
        fraction.text = open || close ? toText(open ? open : '.') + toText(close ? close : '.') : QString();
        return fraction;
    }
    if (name == "sqrt") {
        bool given = false;
        Node degree = optional(given);
        return makeNode(Node::Root, {argument(), std::move(degree)});
    }
    if (name == "operatorname" || name == "operatorname*" || name == "mathop") {
        if (name == "mathop") {
            Node op = argument();
            op.cls = Class::Op;
            op.limits = true;
            return op;
        }
        QString text = rawGroup();
        text.remove("\\,").remove("\\!").replace("\\ ", " ").replace("~", " ");
        for (const char* font : {"\\mathrm", "\\rm", "\\text"})
            text.remove(QLatin1String(font));
        text.remove('{').remove('}');
        if (text.contains('\\'))
            throw Trouble{"an operator's name holds " + text};
        Node node = makeNode(Node::Name, text, Class::Op);
        node.limits = name.endsWith('*');
        return node;
    }
    static const QHash<QString, Class> classes = {{"mathord", Class::Ord},     {"mathbin", Class::Bin},
                                                  {"mathrel", Class::Rel},     {"mathopen", Class::Open},
                                                  {"mathclose", Class::Close}, {"mathpunct", Class::Punct},
                                                  {"mathinner", Class::Inner}};
    if (classes.contains(name)) {
        Node node = makeNode(Node::Group, {argument()}, classes.value(name));
        return node;
    }
    if (alphabets().contains(name)) {
        const Alphabet before = std::exchange(alphabet_, alphabets().value(name));
        Node inner = argument();
        alphabet_ = before;
        // \mathrm{d}x: letters stay neighbours of what follows; an operator's name is one word.
        return inner;
    }
    if (name == "textcolor" || name == "colorbox") {
        rawGroup();
        return argument();
    }
    if (name == "bmod")
        return makeNode(Node::Name, QStringLiteral("mod"), Class::Bin);
    if (name == "pmod" || name == "pod" || name == "mod") {
        Node inner = argument();
        Node space = makeNode(Node::Space, QString());
        space.size = 1;
        Node thin = space;
        thin.size = 1.0 / 3;
        std::vector<Node> parts = {space};
        if (name != "mod")
            parts.push_back(makeNode(Node::Symbol, "(", Class::Open));
        if (name != "pod") {
            parts.push_back(makeNode(Node::Name, QStringLiteral("mod")));
            parts.push_back(thin);
        }
        parts.push_back(std::move(inner));
        if (name != "mod")
            parts.push_back(makeNode(Node::Symbol, ")", Class::Close));
        return makeNode(Node::Group, std::move(parts));
    }
    static const QStringList sizes = {"big", "Big", "bigg", "Bigg"};
    for (const char* side : {"", "l", "r", "m"}) {
        const qsizetype size = sizes.indexOf(
            name.endsWith(QLatin1String(side)) ? name.chopped(qsizetype(qstrlen(side))) : QString());
        if (size < 0)
            continue;
        Node node = delimiter(fence());
        node.size = 1.2 + 0.6 * double(size);
        node.cls = *side == 'l'   ? Class::Open
                   : *side == 'r' ? Class::Close
                   : *side == 'm' ? Class::Rel
                                  : Class::Ord;
        return node;
    }
    if (name.startsWith("text") || name == "mbox" || name == "hbox" || name == "rm")
        return words(name);
    known = false;
    return nothing();
}

/// The delimiter that is written here.
QString Parser::fence() {
    skipBlanks();
    if (peek() == '\\')
        return "\\" + command();
    const QString text = toText(peek());
    ++at_;
    return text;
}

Node Parser::delimiter(const QString& name) {
    const char32_t c = delimiterOf(name);
    if (!c)
        throw Trouble{name + " is no delimiter"};
    return makeNode(Node::Delimiter, c == '.' ? QString() : toText(c));
}

Node Parser::fenced() {
    Node node = makeNode(Node::Fenced, std::vector<Node>{}, Class::Inner);
    const Node left = delimiter(fence());
    node.text = left.text.isEmpty() ? QStringLiteral(".") : left.text;
    for (;;) {
        node.children.push_back(row(Stop::Right));
        const bool middle = command() == "middle";
        const Node next = delimiter(fence());
        node.text += next.text.isEmpty() ? QStringLiteral(".") : next.text;
        if (!middle)
            return node;
    }
}

Node Parser::notted() {
    Node base = argument();
    while (base.kind == Node::Group && base.children.size() == 1)
        base = Node(base.children.front());
    if (base.kind == Node::Symbol) {
        if (const char32_t negative = negated(base.text.toUcs4().first())) {
            base.text = toText(negative);
            return base;
        }
    }
    const Class cls = base.cls;
    Node node = makeNode(Node::Struck, {std::move(base)}, cls);
    node.text = "/";
    node.under = true; // the stroke of a negation, not of a cancellation
    return node;
}

Node Parser::decorated(const QString& name, bool& known) {
    known = true;
    bool stretchy = false;
    if (const char32_t accent = accentOf(name, stretchy)) {
        Node node = makeNode(Node::Accent, {argument()});
        node.text = toText(accent);
        node.stretchy = stretchy;
        return node;
    }
    if (name == "overline" || name == "underline" || name == "widebar") {
        Node node = makeNode(Node::Line, {argument()});
        node.under = name == "underline";
        return node;
    }
    static const QHash<QString, char32_t> over = {
        {"overbrace", 0x23DE},       {"underbrace", 0x23DF},    {"overbracket", 0x23B4},
        {"underbracket", 0x23B5},    {"overparen", 0x23DC},     {"underparen", 0x23DD},
        {"overrightarrow", 0x2192},  {"overleftarrow", 0x2190}, {"overleftrightarrow", 0x2194},
        {"underrightarrow", 0x2192}, {"underleftarrow", 0x2190}};
    if (over.contains(name)) {
        Node node = makeNode(Node::Brace, {argument()}, name.endsWith("arrow") ? Class::Ord : Class::Op);
        node.text = toText(over.value(name));
        node.under = name.startsWith("under");
        node.limits = node.always = node.cls == Class::Op;
        return node;
    }
    if (name == "overset" || name == "underset" || name == "stackrel") {
        Node small = argument();
        Node base = argument();
        const Class cls = name == "stackrel"                                      ? Class::Rel
                          : base.kind == Node::Group && base.children.size() == 1 ? base.children.front().cls
                                                                                  : base.cls;
        return name == "underset"
                   ? makeNode(Node::Stack, {std::move(base), std::move(small), emptyRow()}, cls)
                   : makeNode(Node::Stack, {std::move(base), emptyRow(), std::move(small)}, cls);
    }
    static const QHash<QString, char32_t> arrows = {
        {"xrightarrow", 0x2192},     {"xleftarrow", 0x2190},         {"xleftrightarrow", 0x2194},
        {"xRightarrow", 0x21D2},     {"xLeftarrow", 0x21D0},         {"xLeftrightarrow", 0x21D4},
        {"xmapsto", 0x21A6},         {"xhookrightarrow", 0x21AA},    {"xhookleftarrow", 0x21A9},
        {"xrightharpoonup", 0x21C0}, {"xrightleftharpoons", 0x21CC}, {"xlongequal", '='}};
    if (arrows.contains(name)) {
        bool given = false;
        Node below = optional(given);
        Node node = makeNode(Node::Arrow, {std::move(below), argument()}, Class::Rel);
        node.text = toText(arrows.value(name));
        return node;
    }
    static const QHash<QString, const char*> phantoms = {
        {"phantom", "wh"}, {"hphantom", "w"}, {"vphantom", "h"}};
    if (phantoms.contains(name)) {
        Node node = makeNode(Node::Phantom, {argument()});
        node.text = phantoms.value(name);
        return node;
    }
    if (name == "smash" || name == "mathclap" || name == "mathllap" || name == "mathrlap" ||
        name == "ensuremath") {
        if (name == "smash")
            rawOptional();
        return argument();
    }
    if (name == "boxed" || name == "fbox" || name == "framebox")
        return makeNode(Node::Boxed, {name == "boxed" ? argument() : words("text")});
    if (name == "cancel" || name == "bcancel" || name == "xcancel" || name == "sout") {
        Node node = makeNode(Node::Struck, {argument()});
        node.text = name == "cancel" ? "/" : name == "bcancel" ? "\\" : name == "xcancel" ? "/\\" : "-";
        return node;
    }
    if (name == "substack") {
        skipBlanks();
        if (peek() != '{')
            throw Trouble{QStringLiteral("{ expected")};
        ++at_;
        return table(name, false);
    }
    if (name == "mathstrut" || name == "strut") {
        Node node = makeNode(Node::Phantom, {makeNode(Node::Symbol, "(")});
        node.text = "h";
        return node;
    }
    known = false;
    return nothing();
}

} // namespace hadal::ui::math
