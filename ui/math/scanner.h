// The parser behind parse().
#pragma once

#include "ui/math/parser.h"
#include "ui/math/symbols.h"

#include <QList>

namespace hadal::ui::math {

/// What ends the reading of a formula that cannot be drawn.
struct Trouble {
    QString text;
};

class Parser {
  public:
    explicit Parser(const QString& source) : source_(source.toUcs4()) {}

    Formula formula();

  private:
    /// Where a row ends: what follows is left to the caller.
    enum class Stop { End, Brace, Bracket, Cell, BracedCell, LastCell, Right };

    // reading
    bool atEnd() const { return at_ >= source_.size(); }
    char32_t peek() const { return atEnd() ? 0 : source_.at(at_); }
    void skipBlanks();
    QString command(); ///< "\name" at the reader's place, "" for none
    QString lookCommand();
    QString rawGroup(); ///< the characters of {…}, braces kept inside
    QString rawOptional();
    double dimension(const QString& text) const;

    // rows
    Node row(Stop stop);
    bool stops(Stop stop);
    void infix(Node& row, const QString& name, Stop stop);
    Node scripted(Node base);
    Node argument();
    Node optional(bool& given);

    // atoms
    Node atom();
    Node character(char32_t c);
    Node named(const QString& name);
    Node styled(const QString& name, bool& known);
    Node structure(const QString& name, bool& known);
    Node decorated(const QString& name, bool& known);
    Node fenced();
    Node delimiter(const QString& name);
    Node words(const QString& name);
    Node spaced(const QString& name, bool& known);
    Node notted();
    QString fence();

    // tables
    Node environment();
    Node table(const QString& name, bool top);
    void columnsOf(Node& table, const QString& spec);

    QList<uint> source_;
    qsizetype at_ = 0;
    int depth_ = 0;
    int nodes_ = 0;
    Alphabet alphabet_ = Alphabet::Normal;
    QString tag_;

    friend class Deeper;
};

Node makeNode(Node::Kind kind, QString text = {}, Class cls = Class::Ord);
Node makeNode(Node::Kind kind, std::vector<Node> children, Class cls = Class::Ord);
QString toText(char32_t character);

} // namespace hadal::ui::math
