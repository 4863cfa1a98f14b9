#include "app/tools/html_text.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

namespace hadal::tools {
namespace {

QString withoutEntities(const QString& text) {
    static const QHash<QString, QString> names{
        {"amp", "&"},    {"lt", "<"},    {"gt", ">"},     {"quot", "\""},  {"apos", "'"},   {"nbsp", " "},
        {"copy", "©"},   {"reg", "®"},   {"hellip", "…"}, {"mdash", "—"},  {"ndash", "–"},  {"lsquo", "‘"},
        {"rsquo", "’"},  {"ldquo", "“"}, {"rdquo", "”"},  {"laquo", "«"},  {"raquo", "»"},  {"times", "×"},
        {"middot", "·"}, {"bull", "•"},  {"euro", "€"},   {"pound", "£"},  {"deg", "°"},    {"rarr", "→"},
        {"larr", "←"},   {"auml", "ä"},  {"ouml", "ö"},   {"uuml", "ü"},   {"Auml", "Ä"},   {"Ouml", "Ö"},
        {"Uuml", "Ü"},   {"szlig", "ß"}, {"eacute", "é"}, {"egrave", "è"}, {"agrave", "à"}, {"ccedil", "ç"}};
    static const QRegularExpression entity("&(?:#(\\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]{2,8}));");
    QString out;
    qsizetype end = 0;
    for (auto it = entity.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        out += text.mid(end, match.capturedStart() - end);
        end = match.capturedEnd();
        if (match.capturedLength(3) > 0) {
            out += names.value(match.captured(3), match.captured());
            continue;
        }
        const char32_t c =
            match.capturedLength(1) > 0 ? match.captured(1).toUInt() : match.captured(2).toUInt(nullptr, 16);
        out +=
            c > 0x10FFFF || (c >= 0xD800 && c < 0xE000) || c == 0 ? u"\uFFFD"_qs : QString::fromUcs4(&c, 1);
    }
    return out + text.mid(end);
}

QString attribute(const QString& tag, const QString& name) {
    const QRegularExpression pattern(u"\\s%1\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s>]+))"_qs.arg(name),
                                     QRegularExpression::CaseInsensitiveOption);
    const auto match = pattern.match(tag);
    return withoutEntities(match.captured(1) + match.captured(2) + match.captured(3));
}

} // namespace

QString htmlText(const QString& html) {
    static const QSet<QString> hidden{"script", "style",  "noscript", "template",
                                      "svg",    "iframe", "object",   "select"};
    static const QSet<QString> blocks{
        "p",  "div", "br", "tr", "li",         "ul",   "ol",    "table",  "section", "article",
        "h1", "h2",  "h3", "h4", "h5",         "h6",   "pre",   "header", "footer",  "nav",
        "hr", "dl",  "dt", "dd", "blockquote", "main", "aside", "form",   "figure",  "title"};
    static const QRegularExpression tagName("^/?([A-Za-z][A-Za-z0-9]*)");
    static const QRegularExpression spaces("[ \\t\\n\\r\\f\\x{a0}]+");
    QString out, link;
    bool preformatted = false;
    const auto add = [&](const QString& text) {
        QString plain = withoutEntities(text);
        if (!preformatted)
            plain.replace(spaces, " ");
        if (!preformatted && (out.isEmpty() || out.endsWith(u'\n') || out.endsWith(u' ')) &&
            plain.startsWith(u' '))
            plain.remove(0, 1);
        out += plain;
    };
    for (qsizetype at = 0; at < html.size();) {
        const qsizetype open = html.indexOf(u'<', at);
        add(html.mid(at, open < 0 ? -1 : open - at));
        if (open < 0)
            break;
        if (QStringView(html).mid(open).startsWith(u"<!--")) {
            const qsizetype end = html.indexOf(u"-->", open + 4);
            at = end < 0 ? html.size() : end + 3;
            continue;
        }
        const qsizetype close = html.indexOf(u'>', open);
        const QString tag = html.mid(open + 1, close < 0 ? -1 : close - open - 1);
        at = close < 0 ? html.size() : close + 1;
        const QString name = tagName.match(tag).captured(1).toLower();
        if (name.isEmpty()) { // a doctype, or no tag at all
            if (!tag.startsWith(u'!') && !tag.startsWith(u'?')) {
                add(u"<"_qs);
                at = open + 1;
            }
            continue;
        }
        const bool ends = tag.startsWith(u'/');
        if (!ends && hidden.contains(name) && !tag.endsWith(u'/')) {
            const qsizetype end = html.indexOf(u"</"_qs + name, at, Qt::CaseInsensitive);
            at = end < 0 ? html.size() : end;
            continue;
        }
        if (name == u"pre")
            preformatted = !ends;
        if (blocks.contains(name) && !out.isEmpty() && !out.endsWith(u'\n'))
            out += u'\n';
        if (!ends && name == u"li")
            out += u"- "_qs;
        else if (!ends && name.size() == 2 && name[0] == u'h' && name[1].isDigit())
            out += QString(name[1].digitValue(), u'#') + u' ';
        else if (name == u"td" || name == u"th")
            out += ends ? u" | "_qs : QString();
        else if (!ends && name == u"img" && !attribute(tag, "alt").isEmpty())
            out += u'[' + attribute(tag, "alt") + u']';
        if (name == u"a" && !ends) {
            link = attribute(tag, "href");
        } else if (name == u"a") {
            if (link.startsWith(u"http"))
                out += u" ["_qs + link + u']';
            link.clear();
        }
    }
    static const QRegularExpression emptyLines("[ \\t]*\\n(?:[ \\t]*\\n)+");
    return out.replace(emptyLines, "\n\n").trimmed();
}

} // namespace hadal::tools
