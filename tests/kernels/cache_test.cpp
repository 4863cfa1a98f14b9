#include "tests/kernels/cache_test.h"

#include "kernels/bf16.h"

namespace hadal::test {

namespace {

template <typename T>
T read(const std::byte* at) {
    T value;
    std::memcpy(&value, at, sizeof value);
    return value;
}

} // namespace

std::vector<float> CacheFixture::decoded() const {
    std::vector<float> numbers;
    const ops::LatentLayout layout(latent_format_, rank_, rope_);
    for (std::int64_t row = 0; row < kPages * ops::kPageTokens; ++row) {
        const std::byte* at = latents_.data() + row * layout.row_bytes();
        for (std::int64_t i = 0; i < rank_ + rope_; ++i) {
            if (latent_format_ == ops::LatentFormat::F32)
                numbers.push_back(read<float>(at + 4 * i));
            else if (latent_format_ == ops::LatentFormat::BF16)
                numbers.push_back(ops::bf16_to_float(read<std::uint16_t>(at + 2 * i)));
            else if (i < rank_)
                numbers.push_back(ops::e4m3_to_float(read<std::uint8_t>(at + i)) *
                                  read<float>(at + rank_ + 4 * (i / 128)));
            else
                numbers.push_back(ops::bf16_to_float(
                    read<std::uint16_t>(at + rank_ + 4 * ((rank_ + 127) / 128) + 2 * (i - rank_))));
        }
    }
    const ops::IndexKeyLayout keys(index_format_, index_dim_);
    for (std::int64_t token = 0; token < kPages * ops::kPageTokens; ++token) {
        const std::byte* page = index_keys_.data() + token / ops::kPageTokens * keys.page_bytes();
        const std::int64_t slot = token % ops::kPageTokens;
        for (std::int64_t i = 0; i < index_dim_; ++i) {
            const std::int64_t element = slot * index_dim_ + i;
            if (index_format_ == ops::IndexKeyFormat::F32)
                numbers.push_back(read<float>(page + 4 * element));
            else if (index_format_ == ops::IndexKeyFormat::BF16)
                numbers.push_back(ops::bf16_to_float(read<std::uint16_t>(page + 2 * element)));
            else
                numbers.push_back(ops::e4m3_to_float(read<std::uint8_t>(page + element)) *
                                  read<float>(page + ops::kPageTokens * index_dim_ + 4 * slot));
        }
    }
    return numbers;
}

} // namespace hadal::test
