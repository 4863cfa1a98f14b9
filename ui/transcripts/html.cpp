#include "ui/transcripts/html.h"

#include "ui/highlight/highlighter.h"
#include "ui/markdown/parser.h"
#include "ui/markdown/writers.h"
#include "ui/math/layout.h"

namespace hadal::ui {

using transcripts::Passage;

namespace {

constexpr double kEm = 20; // units an em in the pictures of formulas

constexpr const char* kStyle = R"(
:root{color-scheme:light dark;--text:#182026;--text2:#4c5861;--surface:#fff;--sunken:#f5f7f8;--turn:#eef3f5;
--line:#e1e6e9;--edge:#7c868f;--accent:#0a6880;--keyword:#3d4fb0;--type:#7a3a86;--string:#20704a;--number:#8a5200;
--comment:#5a6771;--good:#1b7549;--wrong:#b3261e}
@media(prefers-color-scheme:dark){:root{--text:#e3e9ed;--text2:#a9b5be;--surface:#12181d;--sunken:#0d1216;--turn:#1a232a;
--line:#27323a;--edge:#687682;--accent:#5dc1d8;--keyword:#8fa8f5;--type:#cfa3db;--string:#8cc79b;--number:#e2b663;
--comment:#8593a0;--good:#71c99b;--wrong:#f2918a}}
body{margin:0;background:var(--surface);color:var(--text);font:16px/26px Inter,"Noto Sans CJK SC","Noto Sans SC",sans-serif}
main{max-width:40rem;margin:2.5rem auto;padding:0 1.5rem;overflow-wrap:break-word}
h1,h2,h3{line-height:1.4;margin:1.5rem 0 .25rem;font-weight:600}h1{font-size:22px}h2{font-size:20px}h3,h4,h5,h6{font-size:16px}
p{margin:.625rem 0}ul,ol{padding-left:1.5rem;margin:.625rem 0}li{margin:.125rem 0}
blockquote{margin:.625rem 0;padding-left:1rem;border-left:2px solid var(--line);color:var(--text2)}
article{margin:1.25rem 0}article>header{font-size:12px;line-height:16px;color:var(--text2);margin-bottom:.25rem}
article.person{background:var(--turn);border-radius:8px;padding:.75rem 1rem;margin-inline:-1rem;white-space:pre-wrap}
h2.version{font-size:12px;color:var(--text2);border-top:1px solid var(--edge);padding-top:.5rem;margin-top:2rem}
article.person>header{white-space:normal}details{color:var(--text2);font-size:14px;line-height:22px}
code{font:13px/20px "JetBrains Mono NL",Hack,"Noto Sans Mono CJK SC",monospace;background:var(--sunken);border-radius:4px;padding:0 .2em}
pre{background:var(--sunken);border:1px solid var(--line);border-radius:8px;padding:.75rem 1rem;margin:.75rem -1rem;overflow-x:auto}
pre code{padding:0;background:none}table{border-collapse:collapse;font-size:15px;display:block;overflow-x:auto}
th{font-size:14px;color:var(--text2);font-weight:600;border-bottom:1px solid var(--edge)}td{border-bottom:1px solid var(--line)}
tr:last-child td{border-bottom:0}th,td{padding:.2rem .75rem;text-align:left}th[align=right],td[align=right]{text-align:right}
th[align=center],td[align=center]{text-align:center}a{color:var(--accent)}hr{border:0;border-top:1px solid var(--line)}
svg.formula{fill:currentColor;stroke:currentColor;stroke-width:0;overflow:visible}
.display{display:block;text-align:center;overflow-x:auto;margin:.75rem 0}
.k{color:var(--keyword)}.t{color:var(--type)}.s{color:var(--string)}.n{color:var(--number)}.f{color:var(--accent)}
.c{color:var(--comment)}.a{color:var(--good)}.r{color:var(--wrong)}
@media print{main{margin:0 auto}article.person{break-inside:avoid}}
)";

QString number(double value) {
    return QString::number(value, 'f', 2);
}

QString pathData(const QPainterPath& path) {
    QString data;
    for (int i = 0; i < path.elementCount(); ++i) {
        const QPainterPath::Element at = path.elementAt(i);
        const char* const step = at.type == QPainterPath::MoveToElement    ? "M"
                                 : at.type == QPainterPath::LineToElement  ? "L"
                                 : at.type == QPainterPath::CurveToElement ? "C"
                                                                           : " ";
        data += step + number(at.x) + ' ' + number(at.y);
    }
    return data;
}

/// A formula as a picture that stands on the line of the text and takes its colour. The source is what a
/// screen reader says, and what is shown where it cannot be drawn.
QString formulaHtml(const QString& source, bool display) {
    const math::MathFont* font = math::MathFont::get();
    const std::optional<math::Formula> formula = font ? math::parse(source) : std::nullopt;
    if (!formula)
        return "<code>" + source.toHtmlEscaped() + "</code>";
    const math::Box box = math::layOut(*formula, *font, kEm, display);
    QString svg =
        QStringLiteral("<svg class=\"formula\" role=\"img\" aria-label=\"%1\" viewBox=\"0 %2 %3 %4\" "
                       "style=\"width:%5em;height:%6em;vertical-align:%7em\"><path d=\"%8\"/>")
            .arg(source.simplified().toHtmlEscaped(), number(-box.ascent), number(box.width),
                 number(box.height()), number(box.width / kEm * 1.0625), number(box.height() / kEm * 1.0625),
                 number(-box.descent / kEm * 1.0625), pathData(math::outline(box)));
    svg += "</svg>";
    return display ? "<span class=\"display\">" + svg + "</span>" : svg;
}

const char* classOf(code::Token token) {
    switch (token) {
    case code::Token::Keyword:
        return "k";
    case code::Token::Type:
    case code::Token::Attribute:
        return "t";
    case code::Token::String:
        return "s";
    case code::Token::Escape:
    case code::Token::Number:
        return "n";
    case code::Token::Function:
        return "f";
    case code::Token::Comment:
        return "c";
    case code::Token::Added:
        return "a";
    case code::Token::Removed:
        return "r";
    case code::Token::Plain:
        break;
    }
    return nullptr;
}

QString codeHtml(const Block& block) {
    const code::Language* language = code::findLanguage(block.language);
    code::State state = language ? code::State(language) : code::State();
    QStringList lines;
    for (const QString& line : block.source.split('\n')) {
        QString html;
        qsizetype from = 0;
        for (const code::Stretch& stretch : code::highlightLine(line, state)) {
            const QString words = line.mid(from, stretch.length).toHtmlEscaped();
            const char* const name = classOf(stretch.token);
            html +=
                name ? QStringLiteral("<span class=\"%1\">%2</span>").arg(QLatin1String(name), words) : words;
            from += stretch.length;
        }
        lines += html;
    }
    return lines.join('\n');
}

QString answerHtml(const QString& markdown) {
    return toHtml(parseMarkdown(markdown.toUtf8()).blocks, {formulaHtml, codeHtml});
}

QString passageHtml(const Passage& passage) {
    const QString header =
        "<header>" + passage.heading.toHtmlEscaped() +
        (passage.metadata.isEmpty() ? QString() : QStringLiteral(u" · ") + passage.metadata.toHtmlEscaped()) +
        "</header>";
    switch (passage.kind) {
    case Passage::Person:
        return "<article class=\"person\">" + header + passage.text.toHtmlEscaped() + "</article>";
    case Passage::Version:
        return "<h2 class=\"version\">" + passage.heading.toHtmlEscaped() + "</h2>";
    case Passage::Thinking:
        return "<details><summary>" + passage.heading.toHtmlEscaped() + "</summary>" +
               answerHtml(passage.text) + "</details>";
    case Passage::File:
    case Passage::Call:
    case Passage::Result: {
        Block block;
        block.source = passage.text;
        block.language = passage.kind == Passage::Call ? "json" : QString();
        if (passage.kind == Passage::File)
            return "<details class=\"file\"><summary>" + passage.heading.toHtmlEscaped() +
                   "</summary><pre><code>" + codeHtml(block) + "</code></pre></details>";
        return "<article>" + header + "<pre><code>" + codeHtml(block) + "</code></pre></article>";
    }
    case Passage::Answer:
    case Passage::System:
        break;
    }
    return "<article>" + header + answerHtml(passage.text) + "</article>";
}

} // namespace

QString toHtmlPage(const transcripts::Transcript& transcript, const transcripts::Choice& choice,
                   const transcripts::Words& words) {
    const QString title = transcript.conversation.title.simplified().toHtmlEscaped();
    QString all = "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">"
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                  "'unsafe-inline'\">"
                  "<meta name=\"viewport\" content=\"width=device-width\"><title>" +
                  title + "</title><style>" + QLatin1String(kStyle) + "</style></head>\n<body><main><h1>" +
                  title + "</h1>\n";
    for (const Passage& passage : passages(transcript, choice, words))
        all += passageHtml(passage) + '\n';
    return all + "</main></body></html>\n";
}

} // namespace hadal::ui
