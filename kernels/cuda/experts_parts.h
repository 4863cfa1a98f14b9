// How the kernels of experts share their work. Internal to experts*.cu.
//
// A slot is a row with one of its experts: slot row · per_row + k, the shared expert last. A tile is some
// slots of one expert, few enough for one block's product. The results of slot s lie in row s of `h` (what
// goes into `down`) and of the outputs, so that their order in a tile does not matter.
#pragma once

#include "kernels/cuda/experts.h"

namespace hadal::cuda {

struct ExpertTile {
    int expert; ///< expert_count: the shared one
    int first;  ///< in ExpertScratch::slots
    int count;
};

inline constexpr int kFewRows = 4;       ///< and slots of a tile of the vector kernels
inline constexpr int kManyTileRows = 64; ///< slots of a tile of the matrix kernels

/// Where everything lies in the scratch memory.
struct ExpertScratch {
    int* tile_count;   ///< [1]
    ExpertTile* tiles; ///< [max_tiles]
    int* slots;        ///< [rows · per_row], by expert
    Bf16* h;           ///< [slots, width], zeros beyond the expert's own width
    E4m3* h_codes;     ///< [slots, width], used by many rows of FP8
    float* h_scales;   ///< [slots, ceil(width/128)]
    Bf16* outputs;     ///< [slots, hidden], or
    float* exact;      ///< in its place
};

/// What a kernel gets.
struct ExpertWork {
    Experts p;
    ExpertScratch s;
    int tile_rows;     ///< kFewRows or kManyTileRows
    ExpertRange range; ///< of tiles that are listed, those that are done

    bool listed() const { return p.topk > 0 && p.rows > 1; }
    int max_tiles() const {
        const int shared = p.shared.width > 0 ? (p.rows + tile_rows - 1) / tile_rows : 0;
        const int slots = p.rows * p.topk;
        const int most = p.expert_count + slots / tile_rows;
        return shared + (slots < most ? slots : most);
    }
};

/// The block's tile, which may have no slots. A tile list exists only where there are several rows and routed
/// experts; else the tiles follow from the shapes.
__device__ __forceinline__ ExpertTile tile_of(const ExpertWork& work, int index) {
    const Experts& p = work.p;
    if (p.topk > 0 && p.rows > 1) {
        const ExpertTile tile = index < load(work.s.tile_count) ? work.s.tiles[index] : ExpertTile{0, 0, 0};
        const bool is_there = tile.expert >= work.range.first && tile.expert < work.range.end;
        return is_there ? tile : ExpertTile{0, 0, 0};
    }
    if (p.rows == 1)
        return {index < p.topk ? p.ids[index] : p.expert_count, index, 1};
    const int left = p.rows - index * work.tile_rows;
    return {p.expert_count, index * work.tile_rows, left < work.tile_rows ? left : work.tile_rows};
}

/// Slot `i` of a tile.
__device__ __forceinline__ int slot_of(const ExpertWork& work, const ExpertTile& tile, int i) {
    return work.p.topk > 0 && work.p.rows > 1 ? work.s.slots[tile.first + i] : tile.first + i;
}

__device__ __forceinline__ ExpertWeights weights_of(const ExpertWork& work, const ExpertTile& tile) {
    // A graph that is being abandoned may bring any number here.
    if (tile.expert < 0 || tile.expert >= work.p.expert_count)
        return work.p.shared;
    return work.p.routed[tile.expert];
}

/// The bf16 that goes into `down`. gate and up are linears of their own, so they are rounded.
__device__ __forceinline__ Bf16 swiglu(float gate, float up) {
    const float g = ops::round_to_bf16(gate);
    return ops::float_to_bf16(g / (1.0f + expf(-g)) * ops::round_to_bf16(up));
}

void run_few(cudaStream_t stream, const ExpertWork& work);
// Many rows.
void gate_up_many(cudaStream_t stream, const ExpertWork& work);
void quantise_many(cudaStream_t stream, const ExpertWork& work);
void down_many(cudaStream_t stream, const ExpertWork& work);

} // namespace hadal::cuda
