#include "ui/math/node.h"

namespace hadal::ui::math {

QString describe(const Node& node) {
    static const char* const kinds[] = {"",      "name",   "text",  "space",   "",      "scripts", "frac",
                                        "root",  "fenced", "delim", "accent",  "line",  "brace",   "stack",
                                        "arrow", "table",  "style", "phantom", "boxed", "struck"};
    if (node.kind == Node::Symbol)
        return node.text;
    QString all = QLatin1String(kinds[node.kind]);
    if (!node.text.isEmpty())
        all += (all.isEmpty() ? "" : " ") + node.text;
    if (node.kind == Node::Space)
        all += " " + QString::number(node.size, 'g', 3);
    if (node.kind == Node::Table)
        all += " " + QString::number(node.columns);
    for (const Node& child : node.children)
        all += (all.isEmpty() ? "" : " ") + describe(child);
    return "(" + all + ")";
}

} // namespace hadal::ui::math
