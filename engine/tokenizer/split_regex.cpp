#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "engine/tokenizer/oniguruma.h"
#include "engine/tokenizer/split_regex.h"
#include "kernels/error.h"

namespace hadal::tokenizer {
namespace {

// A pattern that backtracks over a group needs stack for each round; this is enough for a piece of megabytes.
constexpr std::size_t jit_stack_start = 32 * 1024, jit_stack_limit = 64 * 1024 * 1024;

std::string error_text(int code) {
    PCRE2_UCHAR text[256];
    pcre2_get_error_message(code, text, sizeof text);
    return reinterpret_cast<const char*>(text);
}

template <class T>
T* require(T* pointer) {
    if (!pointer)
        throw Error(ErrorKind::OutOfMemory,
                    "There is not enough memory to search text with a split pattern.");
    return pointer;
}

} // namespace

void RegexScratch::Free::operator()(pcre2_real_match_data_8* match) const {
    pcre2_match_data_free(match);
}
void RegexScratch::Free::operator()(pcre2_real_match_context_8* context) const {
    pcre2_match_context_free(context);
}
void RegexScratch::Free::operator()(pcre2_real_jit_stack_8* stack) const {
    pcre2_jit_stack_free(stack);
}

RegexScratch::RegexScratch()
    : stack_(require(pcre2_jit_stack_create(jit_stack_start, jit_stack_limit, nullptr))),
      context_(require(pcre2_match_context_create(nullptr))),
      match_(require(pcre2_match_data_create(1, nullptr))) {
    pcre2_jit_stack_assign(context_.get(), nullptr, stack_.get());
}

SplitRegex::SplitRegex(const std::string& pcre2_pattern, std::string_view shown) {
    int error = 0;
    PCRE2_SIZE offset = 0;
    pcre2_code* code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pcre2_pattern.data()), pcre2_pattern.size(),
                                     PCRE2_UTF | PCRE2_NO_AUTO_CAPTURE, &error, &offset, nullptr);
    if (!code)
        throw Error(ErrorKind::Unsupported, "The split pattern '" + std::string(shown) +
                                                "' cannot be compiled: " + error_text(error) + ".");
    // Where there is no JIT on this machine, pcre2_match interprets the pattern.
    pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
    code_.reset(code, [](const pcre2_real_code_8* c) { pcre2_code_free(const_cast<pcre2_real_code_8*>(c)); });
}

SplitRegex SplitRegex::from_oniguruma(std::string_view pattern) {
    return SplitRegex(pcre2_from_oniguruma(pattern), pattern);
}

SplitRegex SplitRegex::from_literal(std::string_view text) {
    return SplitRegex(pcre2_from_literal(text), text);
}

std::optional<SplitRegex::Match> SplitRegex::find(std::string_view text, std::size_t start,
                                                  RegexScratch& scratch) const {
    const int found = pcre2_match(code_.get(), reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), start,
                                  PCRE2_NO_UTF_CHECK, scratch.match_.get(), scratch.context_.get());
    if (found == PCRE2_ERROR_NOMATCH)
        return std::nullopt;
    if (found < 0)
        throw Error(ErrorKind::InvalidInput, "The text cannot be split into words: " + error_text(found) +
                                                 ". Shorten it or break it up.");
    const PCRE2_SIZE* ends = pcre2_get_ovector_pointer(scratch.match_.get());
    return Match{ends[0], ends[1]};
}

} // namespace hadal::tokenizer
