#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "engine/schema/pattern.h"
#include "engine/schema/pcre2_text.h"
#include "kernels/error.h"

#include <new>

namespace hadal::schema {
namespace {

/// Steps of one match, and KiB of heap: below a tenth of a second each.
constexpr std::uint32_t match_limit = 1'000'000, heap_limit = 20'000;

std::string error_text(int code) {
    PCRE2_UCHAR text[256];
    pcre2_get_error_message(code, text, sizeof text);
    return reinterpret_cast<const char*>(text);
}

template <class T>
T* require(T* pointer) {
    if (!pointer)
        throw std::bad_alloc();
    return pointer;
}

/// What a match needs to write into; one a thread.
struct Scratch {
    Scratch()
        : context(require(pcre2_match_context_create(nullptr))),
          match(require(pcre2_match_data_create(1, nullptr))) {
        pcre2_set_match_limit(context.get(), match_limit);
        pcre2_set_heap_limit(context.get(), heap_limit);
    }
    struct Free {
        void operator()(pcre2_match_context* c) const { pcre2_match_context_free(c); }
        void operator()(pcre2_match_data* d) const { pcre2_match_data_free(d); }
    };
    std::unique_ptr<pcre2_match_context, Free> context;
    std::unique_ptr<pcre2_match_data, Free> match;
};

} // namespace

Pattern::Pattern(std::string_view ecma) : source_(ecma) {
    const std::string translated = pcre2_text(parse_regex(ecma));
    int error = 0;
    PCRE2_SIZE offset = 0;
    pcre2_code* code =
        pcre2_compile(reinterpret_cast<PCRE2_SPTR>(translated.data()), translated.size(),
                      PCRE2_UTF | PCRE2_MATCH_UNSET_BACKREF | PCRE2_DOLLAR_ENDONLY | PCRE2_NO_START_OPTIMIZE,
                      &error, &offset, nullptr);
    if (!code)
        throw Error(ErrorKind::Unsupported,
                    "\"" + source_ + "\" cannot be enforced: " + error_text(error) + ".");
    code_.reset(code, [](const pcre2_code* c) { pcre2_code_free(const_cast<pcre2_code*>(c)); });
}

bool Pattern::matches(std::string_view text) const {
    static thread_local const Scratch scratch;
    const int found = pcre2_match(code_.get(), reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), 0,
                                  PCRE2_NO_UTF_CHECK, scratch.match.get(), scratch.context.get());
    if (found == PCRE2_ERROR_NOMATCH)
        return false;
    if (found < 0)
        throw Error(ErrorKind::Unsupported, "The text cannot be checked against the pattern \"" + source_ +
                                                "\": " + error_text(found) + ". Simplify the pattern.");
    return true;
}

} // namespace hadal::schema
