#include "engine/schema/regex_tree.h"

namespace hadal::schema {

std::uint32_t RegexNode::fixed_length() const {
    switch (kind) {
    case Set:
        return 1;
    case Sequence: {
        std::uint64_t sum = 0;
        for (const RegexNode& child : children) {
            const std::uint32_t length = child.fixed_length();
            if (length == varies)
                return varies;
            sum += length;
        }
        return sum < varies ? static_cast<std::uint32_t>(sum) : varies;
    }
    case Choice: {
        const std::uint32_t length = children[0].fixed_length();
        for (const RegexNode& child : children)
            if (child.fixed_length() != length)
                return varies;
        return length;
    }
    case Repeat: {
        const std::uint64_t length = children[0].fixed_length();
        return least == most && length != varies && length * least < varies
                   ? static_cast<std::uint32_t>(length * least)
                   : varies;
    }
    case Capture:
        return children[0].fixed_length();
    case Reference:
        return varies;
    default:
        return 0;
    }
}

} // namespace hadal::schema
