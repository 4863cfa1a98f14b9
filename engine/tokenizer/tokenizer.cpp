#include "engine/tokenizer/tokenizer.h"

#include "engine/base/read_file.h"
#include "engine/tokenizer/byte_pair.h"
#include "engine/tokenizer/deepseek_scanner.h"
#include "engine/tokenizer/definition.h"
#include "engine/tokenizer/utf8.h"
#include "engine/tokenizer/vocabulary.h"
#include "engine/tokenizer/word_cache.h"
#include "kernels/error.h"

#include <mutex>

namespace hadal::tokenizer {

/// Everything that encoding writes to. A call borrows one, so calls on several threads do not meet.
struct Scratch {
    WordCache cache;
    BytePairEncoder::Scratch byte_pair;
    PreTokenizer::Scratch pre_tokenizer;
    std::vector<AddedTokenMatcher::Piece> pieces, inner_pieces;
};

class ScratchPool {
  public:
    class Lease {
      public:
        explicit Lease(ScratchPool& pool) : pool_(pool), scratch_(pool.take()) {}
        ~Lease() { pool_.put_back(std::move(scratch_)); }
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        Scratch& operator*() { return *scratch_; }

      private:
        ScratchPool& pool_;
        std::unique_ptr<Scratch> scratch_;
    };

  private:
    std::unique_ptr<Scratch> take() {
        {
            const std::lock_guard lock(mutex_);
            if (!idle_.empty()) {
                auto scratch = std::move(idle_.back());
                idle_.pop_back();
                return scratch;
            }
        }
        return std::make_unique<Scratch>();
    }
    void put_back(std::unique_ptr<Scratch> scratch) {
        const std::lock_guard lock(mutex_);
        if (idle_.size() < idle_.capacity())
            idle_.push_back(std::move(scratch));
    }

    static constexpr std::size_t most_idle = 16;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Scratch>> idle_ = [] {
        std::vector<std::unique_ptr<Scratch>> idle;
        idle.reserve(most_idle); // so that giving back never allocates
        return idle;
    }();
};

namespace {

AddedTokenMatcher matcher_of(const Definition& definition, bool normalized) {
    std::vector<AddedToken> tokens;
    for (const AddedToken& token : definition.added_tokens)
        if (token.normalized == normalized)
            tokens.push_back(token);
    return AddedTokenMatcher(std::move(tokens));
}

} // namespace

class Tokenizer::Impl {
  public:
    explicit Impl(const Definition& definition);

    void encode(std::string_view text, std::span<const TextSpan> quoted,
                std::vector<std::int32_t>& out) const;
    const Vocabulary& vocabulary() const { return vocabulary_; }

  private:
    void encode_valid(std::string_view text, std::span<const TextSpan> quoted, std::size_t offset,
                      Scratch& scratch, std::vector<std::int32_t>& out) const;
    void encode_plain(std::string_view text, Scratch& scratch, std::vector<std::int32_t>& out) const;
    void encode_word(std::string_view word, Scratch& scratch, std::vector<std::int32_t>& out) const;
    void encode_new_word(std::string_view word, Scratch& scratch, std::vector<std::int32_t>& out) const;
    void spell_out_added(std::vector<std::int32_t>& ids, std::size_t from) const;

    Vocabulary vocabulary_;
    BytePairEncoder byte_pair_;
    AddedTokenMatcher matcher_, normalized_matcher_;
    PreTokenizer pre_tokenizer_;
    bool use_scanner_;
    bool ignore_merges_;
    bool words_reach_added_; ///< some added token is also what an ordinary word becomes
    mutable ScratchPool pool_;
};

Tokenizer::Impl::Impl(const Definition& definition)
    : vocabulary_(definition), byte_pair_(vocabulary_.byte_ids(), definition.merges),
      matcher_(matcher_of(definition, false)), normalized_matcher_(matcher_of(definition, true)),
      pre_tokenizer_(definition.steps), use_scanner_(definition.steps == deepseek_steps()),
      ignore_merges_(definition.ignore_merges), words_reach_added_(false) {
    for (const AddedToken& token : definition.added_tokens)
        words_reach_added_ =
            words_reach_added_ || vocabulary_.word_id(vocabulary_.bytes(token.id)) == token.id;
}

void Tokenizer::Impl::encode(std::string_view text, std::span<const TextSpan> quoted,
                             std::vector<std::int32_t>& out) const {
    ScratchPool::Lease lease(pool_);
    Scratch& scratch = *lease;
    const std::size_t before = out.size();
    try {
        for (std::size_t i = 0; i < text.size();) {
            const std::size_t valid = valid_utf8_length(text, i);
            encode_valid(text.substr(i, valid), quoted, i, scratch, out);
            i += valid;
            std::size_t end = i;
            while (end < text.size() && utf8_unit_at(text, end).kind != Utf8Unit::Character)
                end += utf8_unit_at(text, end).length;
            if (end > i)
                encode_word(text.substr(i, end - i), scratch, out);
            i = end;
        }
    } catch (...) {
        out.resize(before);
        throw;
    }
}

/// `text` begins `offset` bytes after what `quoted` counts from.
void Tokenizer::Impl::encode_valid(std::string_view text, std::span<const TextSpan> quoted,
                                   std::size_t offset, Scratch& scratch,
                                   std::vector<std::int32_t>& out) const {
    const auto offset_of = [&](std::string_view piece) {
        return offset + static_cast<std::size_t>(piece.data() - text.data());
    };
    scratch.pieces.clear();
    matcher_.split(text, scratch.pieces, quoted, offset);
    for (const auto& piece : scratch.pieces) {
        if (piece.id >= 0) {
            out.push_back(piece.id);
            continue;
        }
        scratch.inner_pieces.clear();
        normalized_matcher_.split(piece.text, scratch.inner_pieces, quoted, offset_of(piece.text));
        for (const auto& inner : scratch.inner_pieces) {
            if (inner.id >= 0) {
                out.push_back(inner.id);
                continue;
            }
            const std::size_t before = out.size();
            encode_plain(inner.text, scratch, out);
            if (!quoted.empty() && words_reach_added_)
                spell_out_added(out, before);
        }
    }
}

void Tokenizer::Impl::encode_plain(std::string_view text, Scratch& scratch,
                                   std::vector<std::int32_t>& out) const {
    if (use_scanner_) {
        DeepSeekScanner scanner(text);
        for (std::string_view word = scanner.next(); !word.empty(); word = scanner.next())
            encode_word(word, scratch, out);
    } else {
        for (const std::string_view word : pre_tokenizer_.split(text, scratch.pre_tokenizer))
            encode_word(word, scratch, out);
    }
}

void Tokenizer::Impl::encode_word(std::string_view word, Scratch& scratch,
                                  std::vector<std::int32_t>& out) const {
    if (word.size() == 1) {
        out.push_back(byte_pair_.byte_id(static_cast<unsigned char>(word[0])));
        return;
    }
    if (!WordCache::fits(word))
        return encode_new_word(word, scratch, out);
    WordCache::Slot& slot = scratch.cache.slot(word);
    if (slot.holds(word)) {
        out.insert(out.end(), slot.tokens().begin(), slot.tokens().end());
        return;
    }
    const std::size_t before = out.size();
    encode_new_word(word, scratch, out);
    WordCache::store(slot, word, std::span(out).subspan(before));
}

void Tokenizer::Impl::encode_new_word(std::string_view word, Scratch& scratch,
                                      std::vector<std::int32_t>& out) const {
    if (ignore_merges_) {
        if (const auto id = vocabulary_.word_id(word)) {
            out.push_back(*id);
            return;
        }
    }
    byte_pair_.encode(word, scratch.byte_pair, out);
}

/// Replaces added tokens that came out of ordinary words by the tokens of their bytes.
void Tokenizer::Impl::spell_out_added(std::vector<std::int32_t>& ids, std::size_t from) const {
    std::vector<std::int32_t> result;
    for (const std::int32_t id : std::span(ids).subspan(from)) {
        if (!vocabulary_.is_added(id)) {
            result.push_back(id);
            continue;
        }
        for (const char byte : vocabulary_.bytes(id))
            result.push_back(byte_pair_.byte_id(static_cast<unsigned char>(byte)));
    }
    ids.resize(from);
    ids.insert(ids.end(), result.begin(), result.end());
}

Tokenizer Tokenizer::from_json(std::string_view json) {
    return Tokenizer(std::make_shared<const Impl>(parse_definition(json)));
}

Tokenizer Tokenizer::from_file(const std::filesystem::path& tokenizer_json) {
    constexpr std::size_t most_bytes = std::size_t{256} << 20; // the largest known have 20 MB
    const std::string content = read_file(tokenizer_json, most_bytes);
    try {
        return from_json(content);
    } catch (const Error& error) {
        throw Error(error.kind(), tokenizer_json.string() + ": " + error.what());
    }
}

std::vector<std::int32_t> Tokenizer::encode(std::string_view utf8, bool match_special) const {
    std::vector<std::int32_t> ids;
    encode(utf8, ids, match_special);
    return ids;
}

void Tokenizer::encode(std::string_view utf8, std::vector<std::int32_t>& append_to,
                       bool match_special) const {
    const TextSpan whole{0, utf8.size()};
    impl_->encode(utf8, std::span(&whole, match_special ? 0 : 1), append_to);
}

std::vector<std::int32_t> Tokenizer::encode(std::string_view utf8, std::span<const TextSpan> quoted) const {
    std::vector<std::int32_t> ids;
    impl_->encode(utf8, quoted, ids);
    return ids;
}

std::string Tokenizer::decode(std::span<const std::int32_t> ids, bool skip_special) const {
    std::string bytes;
    for (const std::int32_t id : ids)
        if (!skip_special || !is_special(id))
            bytes += token_bytes(id);
    std::string text;
    text.reserve(bytes.size());
    append_lossy(bytes, text);
    return text;
}

std::string_view Tokenizer::token_bytes(std::int32_t id) const {
    return impl_->vocabulary().bytes(id);
}

std::optional<std::int32_t> Tokenizer::token_id(std::string_view text) const {
    const Vocabulary& vocabulary = impl_->vocabulary();
    if (const auto added = vocabulary.added_id(text))
        return added;
    if (const auto word = vocabulary.word_id(text))
        return word;
    return vocabulary.unreachable_id(text);
}

std::int32_t Tokenizer::size() const {
    return impl_->vocabulary().size();
}
bool Tokenizer::known(std::int32_t id) const {
    return impl_->vocabulary().known(id);
}
bool Tokenizer::is_special(std::int32_t id) const {
    return impl_->vocabulary().is_special(id);
}
bool Tokenizer::is_added(std::int32_t id) const {
    return impl_->vocabulary().is_added(id);
}

} // namespace hadal::tokenizer
