// What an answer's tokens must obey: a grammar for the content, after the reasoning.
#pragma once

#include "engine/grammar/matcher.h"
#include "engine/runtime/request.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hadal::runtime {

/// The grammar of a response format; null where the content is free. Throws grammar::SchemaError where the
/// schema is invalid or cannot be enforced.
std::shared_ptr<const grammar::Grammar> grammar_of(const ResponseFormat& format);

/// Follows one answer. Reasoning is free; the content, which begins right after its end marker, obeys the
/// grammar from the first byte on. One thread.
class Constraint {
  public:
    /// `reasoning`: the answer begins within the reasoning.
    Constraint(std::shared_ptr<const grammar::Vocabulary> vocabulary,
               std::shared_ptr<const grammar::Grammar> grammar, bool reasoning);

    /// One bit a token id for the next token; empty: every token is legal. Valid until the next call.
    std::span<const std::uint64_t> mask();
    /// Takes the token that was chosen. Throws Internal where the mask does not have it.
    void accept(std::int32_t token);

  private:
    void refuse_what_crosses_the_end();

    std::shared_ptr<const grammar::Vocabulary> vocabulary_;
    grammar::Matcher matcher_;
    bool reasoning_;
    std::string tail_; ///< the last bytes of the reasoning that may belong to the end marker
    std::vector<std::int32_t> crossing_; ///< tokens with the whole marker and text after it
    grammar::TokenMask mask_;
};

} // namespace hadal::runtime
