#include "engine/tokenizer/tokenizer.h"
#include "engine/tokenizer/utf8.h"

#include <utility>

namespace hadal::tokenizer {

std::string StreamDecoder::push(std::int32_t id) {
    pending_ += tokenizer_.token_bytes(id);
    std::size_t complete = 0;
    while (complete < pending_.size()) {
        complete += valid_utf8_length(pending_, complete);
        if (complete == pending_.size())
            break;
        const Utf8Unit unit = utf8_unit_at(pending_, complete);
        if (unit.kind == Utf8Unit::Incomplete)
            break;
        complete += unit.length;
    }
    std::string text;
    append_lossy(std::string_view(pending_).substr(0, complete), text);
    pending_.erase(0, complete);
    return text;
}

std::string StreamDecoder::finish() {
    std::string text;
    append_lossy(std::exchange(pending_, {}), text);
    return text;
}

} // namespace hadal::tokenizer
