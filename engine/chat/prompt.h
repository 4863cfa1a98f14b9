// A prompt, and which of it is nobody's business to read as markup.
#pragma once

#include "engine/base/text_span.h"

#include <string>
#include <string_view>
#include <vector>

namespace hadal::chat {

/// Grows from the front. What the format writes is markup; what people, tools and models wrote is quoted, so
/// that a web page that spells "<｜User｜>" stays a text with these characters and does not become a turn.
class Prompt {
  public:
    Prompt& markup(std::string_view text) {
        text_ += text;
        return *this;
    }
    Prompt& quote(std::string_view text) {
        const std::size_t begin = text_.size();
        text_ += text;
        if (!quoted_.empty() && quoted_.back().end == begin)
            quoted_.back().end = text_.size();
        else if (!text.empty())
            quoted_.push_back({begin, text_.size()});
        return *this;
    }

    const std::string& text() const { return text_; }
    /// In order, apart from each other, none empty.
    const std::vector<TextSpan>& quoted() const { return quoted_; }

    /// What follows the first `bytes`.
    Prompt after(std::size_t bytes) const {
        Prompt rest;
        rest.text_ = text_.substr(bytes);
        for (const TextSpan& span : quoted_)
            if (span.end > bytes)
                rest.quoted_.push_back({span.begin > bytes ? span.begin - bytes : 0, span.end - bytes});
        return rest;
    }

  private:
    std::string text_;
    std::vector<TextSpan> quoted_;
};

} // namespace hadal::chat
