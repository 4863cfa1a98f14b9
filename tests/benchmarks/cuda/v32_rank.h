// The sizes that benchmarks of the CUDA kernels share: DeepSeek-V3.2 on a rank of eight.
#pragma once

inline constexpr int kRanks = 8;
inline constexpr int kHidden = 7168;
inline constexpr int kHeads = 16;          ///< of a rank
inline constexpr int kExpertWidth = 256;   ///< of a rank
inline constexpr int kVocabulary = 129280; ///< a rank has an eighth of the head
inline constexpr int kTokens = 8192;       ///< of context
inline constexpr int kChunk = 2048;        ///< rows of a chunk of a prompt
inline constexpr int kShortChunk = 512;    ///< as many as are read at once by default
inline constexpr int kSelected = 2048;
