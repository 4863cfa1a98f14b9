#include "app/mcp/server_log.h"

#include "app/tools/output.h"

namespace hadal::mcp {

void ServerLog::add(const QString& text) {
    QString plain = tools::cleanText(text).replace('\n', ' ');
    if (plain.size() > longest_line)
        plain = plain.left(longest_line) + "…";
    if (lines_.size() == most_lines)
        lines_.removeFirst();
    lines_ += {QDateTime::currentDateTime(), plain};
    ++count_;
}

QString ServerLog::text() const {
    QStringList out;
    for (const Line& line : lines_)
        out += line.time.toString(Qt::ISODate) + "  " + line.text;
    return out.join('\n');
}

} // namespace hadal::mcp
