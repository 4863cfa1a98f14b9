// Environments: rows and columns.
#include "ui/math/scanner.h"

#include <QHash>
#include <QStringList>

#include <algorithm>

namespace hadal::ui::math {
namespace {

constexpr int kMostColumns = 100;
constexpr size_t kMostCells = 4'000;

struct Environment {
    const char* fences;  ///< two delimiters, "" for none
    const char* columns; ///< the alignment of columns, repeated; "rl": pairs
    qint8 style;
};

const QHash<QString, Environment>& environments() {
    static const QHash<QString, Environment> all = {
        {"matrix", {"", "c", Node::TextStyle}},    {"pmatrix", {"()", "c", Node::TextStyle}},
        {"bmatrix", {"[]", "c", Node::TextStyle}}, {"Bmatrix", {"{}", "c", Node::TextStyle}},
        {"vmatrix", {"||", "c", Node::TextStyle}}, {"Vmatrix", {"‖‖", "c", Node::TextStyle}},
        {"smallmatrix", {"", "c", Node::Script}},  {"cases", {"{.", "l", Node::TextStyle}},
        {"rcases", {".}", "l", Node::TextStyle}},  {"dcases", {"{.", "l", Node::Display}},
        {"array", {"", "c", Node::TextStyle}},     {"darray", {"", "c", Node::Display}},
        {"subarray", {"", "c", Node::Script}},     {"substack", {"", "c", Node::Script}},
        {"aligned", {"", "rl", Node::Display}},    {"align", {"", "rl", Node::Display}},
        {"alignat", {"", "rl", Node::Display}},    {"alignedat", {"", "rl", Node::Display}},
        {"split", {"", "rl", Node::Display}},      {"eqnarray", {"", "rcl", Node::Display}},
        {"gather", {"", "c", Node::Display}},      {"gathered", {"", "c", Node::Display}},
        {"equation", {"", "c", Node::Display}},    {"multline", {"", "c", Node::Display}},
        {"displaymath", {"", "c", Node::Display}}, {"math", {"", "c", Node::Display}},
        {"flalign", {"", "rl", Node::Display}},
    };
    return all;
}

} // namespace

Node Parser::environment() {
    QString name = rawGroup();
    if (name.endsWith('*'))
        name.chop(1);
    if (!environments().contains(name))
        throw Trouble{"the environment " + name + " is not known"};
    return table(name, false);
}

/// Cells up to the end of an environment, of a \substack's braces or (top) of the formula.
Node Parser::table(const QString& name, bool top) {
    const Environment environment = environments().value(name);
    Node node = makeNode(Node::Table, std::vector<Node>{});
    node.style = environment.style;
    node.text = environment.columns;
    node.stretchy = node.text == "rl" || node.text == "rcl"; // columns are parts of one line
    if (name == "array" || name == "darray" || name == "subarray") {
        rawOptional();
        columnsOf(node, rawGroup());
    } else if (name.startsWith("alignat") || name == "alignedat") {
        rawGroup();
    } else if (name == "aligned" || name == "gathered" || name.endsWith("matrix")) {
        rawOptional();
    }

    std::vector<std::vector<Node>> rows(1);
    const Alphabet before = alphabet_;
    size_t cells = 0;
    for (;;) {
        skipBlanks();
        if (lookCommand() == "hline") {
            command();
            node.lines.push_back(-int(rows.size()));
            continue;
        }
        const bool braced = name == "substack";
        if (top && atEnd())
            break;
        rows.back().push_back(row(top ? Stop::LastCell : braced ? Stop::BracedCell : Stop::Cell));
        if (++cells > kMostCells || rows.back().size() > kMostColumns)
            throw Trouble{QStringLiteral("a table too large")};
        if (peek() == '&') {
            ++at_;
            continue;
        }
        if ((braced && peek() == '}') || (top && atEnd())) {
            at_ += braced ? 1 : 0;
            break;
        }
        const QString next = command();
        if (next == "\\" || next == "cr") {
            rawOptional();
            rows.emplace_back();
            continue;
        }
        if (next == "hline") {
            node.lines.push_back(-int(rows.size()));
            continue;
        }
        QString closing = rawGroup();
        if (closing.endsWith('*'))
            closing.chop(1);
        if (closing != name)
            throw Trouble{"\\end{" + closing + "} where \\end{" + name + "} is expected"};
        break;
    }
    alphabet_ = before;
    const bool blank =
        rows.back().empty() || (rows.back().size() == 1 && rows.back().front().children.empty());
    if (rows.size() > 1 && blank)
        rows.pop_back();
    for (const auto& row : rows)
        node.columns = std::max(node.columns, int(row.size()));
    for (auto& row : rows) {
        row.resize(size_t(node.columns), makeNode(Node::Group, std::vector<Node>{}));
        for (Node& cell : row)
            node.children.push_back(std::move(cell));
    }
    const QString fences = QString::fromUtf8(environment.fences);
    if (fences.isEmpty())
        return node;
    Node fenced = makeNode(Node::Fenced, {makeNode(Node::Group, {std::move(node)})}, Class::Inner);
    fenced.text = fences;
    return fenced;
}

/// "l|cr": alignments, and lines between them.
void Parser::columnsOf(Node& table, const QString& spec) {
    table.text.clear();
    for (const QChar c : spec) {
        if (c == '|')
            table.lines.push_back(int(table.text.size()));
        else if (c == 'l' || c == 'c' || c == 'r')
            table.text += c;
        else if (!c.isSpace())
            throw Trouble{"columns hold " + QString(c)};
    }
    if (table.text.isEmpty() || table.text.size() > kMostColumns)
        throw Trouble{QStringLiteral("no columns")};
}

} // namespace hadal::ui::math
