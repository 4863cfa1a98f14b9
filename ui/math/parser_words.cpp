// Words and spaces.
#include "ui/math/scanner.h"

#include <QHash>
#include <QStringList>

namespace hadal::ui::math {

/// \text{…}: words, with formulas of their own between dollars.
Node Parser::words(const QString& name) {
    static const QStringList fonts = {"text",   "textrm", "textnormal", "textup", "mbox",
                                      "hbox",   "textbf", "textit",     "textsf", "texttt",
                                      "textsc", "textmd", "textsl",     "rm"};
    if (!fonts.contains(name))
        throw Trouble{"\\" + name + " is not known"};
    const QString raw = rawGroup();
    std::vector<Node> parts;
    const QStringList pieces = raw.split('$');
    if (pieces.size() % 2 == 0)
        throw Trouble{QStringLiteral("a dollar too many")};
    for (qsizetype i = 0; i < pieces.size(); ++i) {
        if (pieces.at(i).isEmpty())
            continue;
        if (i % 2) {
            if (depth_ > 8)
                throw Trouble{QStringLiteral("nested too deeply")};
            Parser inner(pieces.at(i));
            inner.depth_ = depth_ + 8;
            parts.push_back(inner.formula().root);
            continue;
        }
        QString text = pieces.at(i);
        static const QHash<QString, QString> plain = {
            {"\\ ", " "}, {"\\%", "%"}, {"\\&", "&"}, {"\\_", "_"},         {"\\#", "#"}, {"\\{", "{"},
            {"\\}", "}"}, {"\\,", " "}, {"~", " "},   {"\\quad", "\u2003"}, {"``", "“"},  {"''", "”"}};
        for (auto it = plain.begin(); it != plain.end(); ++it)
            text.replace(it.key(), it.value());
        if (text.contains('\\'))
            throw Trouble{"words hold " + text};
        Node node = makeNode(Node::Text, text.remove('{').remove('}'));
        node.bold = name == "textbf";
        node.italic = name == "textit" || name == "textsl";
        parts.push_back(std::move(node));
    }
    return parts.size() == 1 ? std::move(parts.front()) : makeNode(Node::Group, std::move(parts));
}

Node Parser::spaced(const QString& name, bool& known) {
    static const QHash<QString, double> spaces = {{",", 3.0 / 18},
                                                  {"thinspace", 3.0 / 18},
                                                  {":", 4.0 / 18},
                                                  {">", 4.0 / 18},
                                                  {"medspace", 4.0 / 18},
                                                  {";", 5.0 / 18},
                                                  {"thickspace", 5.0 / 18},
                                                  {"!", -3.0 / 18},
                                                  {"negthinspace", -3.0 / 18},
                                                  {" ", 0.25},
                                                  {"enspace", 0.5},
                                                  {"quad", 1},
                                                  {"qquad", 2},
                                                  {"nobreakspace", 0.25},
                                                  {"/", 0},
                                                  {"\n", 0.25}};
    known = true;
    Node node = makeNode(Node::Space, QString());
    if (spaces.contains(name)) {
        node.size = spaces.value(name);
    } else if (name == "hspace" || name == "hspace*" || name == "mspace") {
        node.size = dimension(rawGroup());
    } else if (name == "kern" || name == "mkern" || name == "hskip" || name == "mskip") {
        QString text;
        for (skipBlanks(); !atEnd() && text.size() < 12; ++at_) {
            text += toText(peek());
            if (text.size() > 2 && text.back().isLetter() && text.at(text.size() - 2).isLetter()) {
                ++at_;
                break;
            }
        }
        node.size = dimension(text);
    } else {
        known = false;
    }
    return node;
}

} // namespace hadal::ui::math
