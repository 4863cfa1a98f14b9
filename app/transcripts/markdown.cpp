#include "app/transcripts/markdown.h"

#include <algorithm>

namespace hadal::transcripts {
namespace {

QString fenced(const QString& text, const QString& language) {
    qsizetype longest = 2, run = 0;
    for (const QChar c : text) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    const QString fence(longest + 1, '`');
    return fence + language + '\n' + text + (text.endsWith('\n') ? "" : "\n") + fence;
}

QString quoted(const QString& text) {
    QStringList lines;
    for (const QString& line : text.split('\n'))
        lines += line.isEmpty() ? QStringLiteral(">") : "> " + line;
    return lines.join('\n');
}

/// An answer that was cut inside a fence would take what follows it into its code.
QString closed(const QString& text) {
    QString fence;
    for (const QString& line : text.split('\n')) {
        const QString bare = line.trimmed();
        qsizetype length = 0;
        while (length < bare.size() && bare.at(length) == bare.at(0))
            ++length;
        const bool marks = length >= 3 && (bare.at(0) == '`' || bare.at(0) == '~');
        if (fence.isEmpty() && marks)
            fence = bare.first(length);
        else if (marks && length == bare.size() && bare.startsWith(fence))
            fence.clear();
    }
    return fence.isEmpty() ? text : text + (text.endsWith('\n') ? "" : "\n") + fence;
}

} // namespace

QString toMarkdown(const Transcript& transcript, const Choice& choice, const Words& words) {
    QStringList parts = {"# " + transcript.conversation.title.simplified()};
    for (const Passage& passage : passages(transcript, choice, words)) {
        if (passage.kind == Passage::Version)
            parts += "---";
        const bool answer = passage.kind == Passage::Person || passage.kind == Passage::Answer ||
                            passage.kind == Passage::System;
        parts += answer ? "## " + passage.heading : "**" + passage.heading + "**";
        if (!passage.metadata.isEmpty())
            parts += "*" + passage.metadata + "*";
        switch (passage.kind) {
        case Passage::Version:
            break;
        case Passage::Thinking:
            parts += quoted(closed(passage.text));
            break;
        case Passage::Call:
            parts += fenced(passage.text, "json");
            break;
        case Passage::File:
        case Passage::Result:
            parts += fenced(passage.text, {});
            break;
        default:
            parts += closed(passage.text);
            break;
        }
    }
    return parts.join("\n\n") + '\n';
}

} // namespace hadal::transcripts
