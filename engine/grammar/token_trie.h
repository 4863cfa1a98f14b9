// The vocabulary as a trie of bytes, laid flat.
#pragma once

#include "engine/tokenizer/tokenizer.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hadal::grammar {

/// One bit a token id.
using TokenMask = std::vector<std::uint64_t>;

inline bool allows(const TokenMask& mask, std::int32_t id) {
    return id >= 0 && static_cast<std::size_t>(id) / 64 < mask.size() &&
           (mask[static_cast<std::size_t>(id) / 64] >> (id % 64) & 1);
}
inline void allow(TokenMask& mask, std::int32_t id) {
    mask[static_cast<std::size_t>(id) / 64] |= std::uint64_t{1} << (id % 64);
}
inline void forbid(TokenMask& mask, std::int32_t id) {
    mask[static_cast<std::size_t>(id) / 64] &= ~(std::uint64_t{1} << (id % 64));
}

/// All tokens that have bytes of their own. Added tokens are no text, but those that a grammar may name as
/// markup are here as well: under two bytes that no text has, the first of which is in no other token.
/// Immutable and safe for any thread.
class TokenTrie {
  public:
    static constexpr char named_token = '\xFF'; ///< the first of the two bytes

    /// `markup`: texts that are markup where the tokenizer has them as added tokens; at most 255.
    explicit TokenTrie(const tokenizer::Tokenizer& tokenizer, std::span<const std::string_view> markup = {});

    /// The bytes of a token here; empty where it is not here.
    std::string_view bytes(std::int32_t token) const;
    /// The text of the token whose second byte this is; empty where there is none.
    std::string_view named_text(char second) const;
    /// A text of a grammar's markup as bytes here: added tokens in it are written by their two bytes.
    std::string spelled(std::string_view markup) const;

    /// In depth-first order, children by byte. The subtree of node i is [i, end). Node 0 is the root.
    struct Node {
        std::uint32_t end;
        std::uint32_t first_token; ///< of tokens(): those whose bytes end here, up to the next node's
        std::uint16_t depth;       ///< bytes from the root
        std::uint8_t byte;
    };
    std::span<const Node> nodes() const { return {nodes_.data(), nodes_.size() - 1}; }
    std::span<const std::int32_t> tokens_at(std::uint32_t node) const { return tokens_in(node, node + 1); }
    /// The tokens of all nodes from `first` to before `last`.
    std::span<const std::int32_t> tokens_in(std::uint32_t first, std::uint32_t last) const {
        return std::span(tokens_).subspan(nodes_[first].first_token,
                                          nodes_[last].first_token - nodes_[first].first_token);
    }
    /// The bytes in the subtree below a node, the node's own left out: ASCII, and those that a longer UTF-8
    /// sequence begins with. What follows them there is left out.
    struct Bytes {
        std::uint64_t low = 0, high = 0, leads = 0; ///< of bytes below 64, below 128, and from 192 on
        void add(std::uint8_t byte) {
            if (byte >= 0xC0)
                leads |= std::uint64_t{1} << (byte - 0xC0);
            else if (byte < 64)
                low |= std::uint64_t{1} << byte;
            else if (byte < 128)
                high |= std::uint64_t{1} << (byte - 64);
        }
        void add(const Bytes& other) {
            low |= other.low;
            high |= other.high;
            leads |= other.leads;
        }
        bool within(const Bytes& other) const {
            return !(low & ~other.low) && !(high & ~other.high) && !(leads & ~other.leads);
        }
    };
    const Bytes& bytes_below(std::uint32_t node) const { return below_[node]; }
    std::uint32_t child(std::uint32_t node, std::uint8_t byte) const; ///< 0 when there is none

    std::int32_t size() const { return size_; } ///< highest id + 1
    std::size_t words() const { return (static_cast<std::size_t>(size_) + 63) / 64; }
    std::size_t deepest() const { return deepest_; } ///< bytes of the longest token
    const tokenizer::Tokenizer& tokenizer() const { return tokenizer_; }

  private:
    struct Named {
        std::string text, bytes;
        std::int32_t token;
    };
    tokenizer::Tokenizer tokenizer_;
    std::vector<Named> named_;
    std::int32_t size_;
    std::size_t deepest_ = 0;
    std::vector<Node> nodes_; ///< and one behind the last
    std::vector<std::int32_t> tokens_;
    std::vector<Bytes> below_;
};

} // namespace hadal::grammar
