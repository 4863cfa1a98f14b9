// A conversation with everything that a transcript can hold.
#pragma once

#include "app/transcripts/transcript.h"

namespace hadal::transcripts::test {

inline conversations::Message sample_message(const QString& id, const QString& parent,
                                             conversations::Role role, const QString& content) {
    conversations::Message message;
    message.id = id;
    message.conversation = "c1";
    message.parent = parent;
    message.role = role;
    message.content = content;
    message.created = QDateTime::fromMSecsSinceEpoch(1'764'000'000'123, Qt::UTC);
    return message;
}

inline Transcript sample() {
    using conversations::Role;
    Transcript all;
    all.conversation.id = "c1";
    all.conversation.title = "Sparse attention: 稀疏注意力 <b>";
    all.conversation.created = QDateTime::fromMSecsSinceEpoch(1'764'000'000'000, Qt::UTC);
    all.conversation.updated = QDateTime::fromMSecsSinceEpoch(1'764'000'500'000, Qt::UTC);
    all.conversation.pinned = true;
    all.conversation.leaf = "m5";
    all.conversation.draft = {"half a\nthought", {{"notes.txt", "one\ntwo"}}};
    all.conversation.settings = {{"thinking", true}, {"unknown", QJsonArray{1, "two"}}};

    all.messages.append(sample_message("m1", "", Role::System, "Be short."));
    all.messages.append(sample_message("m2", "m1", Role::User,
                                       "How does it choose?\n\n    indented & <script>alert(1)</script>"));
    all.messages.last().files = {{"plan <1>.txt", "first ``` line\n第二行"}};
    auto call = sample_message("m3", "m2", Role::Assistant, "");
    call.reasoning = "The person asks about **selection**.\n\nI look it up.";
    call.toolCalls = {
        QJsonObject{{"id", "call-1"}, {"name", "look_up"}, {"arguments", "{\"word\": \"索引器\"}"}}};
    call.model = "DeepSeek-V3.2";
    all.messages.append(call);
    auto result = sample_message("m4", "m3", Role::Tool, "top 2048 ``` of all");
    result.toolCallId = "call-1";
    result.run = {{"tool", "look_up"}, {"seconds", 0.5}};
    all.messages.append(result);
    auto answer =
        sample_message("m5", "m4", Role::Assistant,
                       "## First, roughly\n\nThe indexer ranks **all** tokens: 索引器给每个词元打分。 "
                       "\U0001F600 It is *cheap*, "
                       "see [the page](https://example.org/a?b=c&d) and $u_t = \\frac{q}{\\sqrt{d}}$.\n\n"
                       "$$\\sum_{i=0}^{n} x_i$$\n\n1. one\n2. two\n   - [x] done\n\n> quoted words\n\n"
                       "| Context | Gain |\n|:--|--:|\n| 8,192 | 2.2× |\n\n```python\ndef gain(n):\n\treturn "
                       "n < 2  # 注释\n```\n\n"
                       "![a chart](https://example.org/x.png)\n\nA note[^1].\n\n[^1]: The *first* note.\n");
    answer.model = "DeepSeek-V3.2";
    answer.numbers = {120, 40, 388, 12, 0.21, 1.5, 134.25};
    all.messages.append(answer);
    auto other = sample_message("m6", "m2", Role::Assistant, "Another version, stopped.");
    other.state = conversations::MessageState::Failed;
    other.error = "It broke.";
    all.messages.append(other);
    return all;
}

} // namespace hadal::transcripts::test
