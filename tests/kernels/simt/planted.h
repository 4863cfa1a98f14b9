// Kernels with a planted bug each, and the same kernels without it.
#pragma once

#include "kernels/cuda/launch.h"
#include "kernels/simt/finding.h"

#include <span>

namespace hadal::test {

/// What every planted kernel gets. `data` has 256 initialised words, `out` 256 uninitialised ones, `counter`
/// one that is zero.
struct PlantedData {
    unsigned* data = nullptr;
    unsigned* out = nullptr;
    unsigned* counter = nullptr;
    unsigned* other = nullptr; ///< the host's, freed or a peer's memory, as the test says
};

inline constexpr std::size_t kPlantedWords = 256;
inline constexpr unsigned kPlantedThreads = 64;
inline constexpr std::size_t kPlantedShared = 4 * kPlantedThreads;

struct Planted {
    const char* name;
    simt::Fault fault;
    unsigned blocks;
    void (*broken)(const cuda::Grid&, const PlantedData&);
    void (*fixed)(const cuda::Grid&, const PlantedData&);
};
std::span<const Planted> planted();

/// Reads other[0].
void launch_reader(const cuda::Grid& grid, const PlantedData& data);
/// data[i] += 1.
void launch_increment(const cuda::Grid& grid, const PlantedData& data);
/// out[i] = the results of collectives by thread, see planted.cu.
void launch_collectives(const cuda::Grid& grid, const PlantedData& data);
inline constexpr unsigned kCollectives = 16;
/// A sum over `blocks` blocks that the last one to arrive writes to out[0].
void launch_last_block(const cuda::Grid& grid, const PlantedData& data);
/// Warp 0 produces for warp 1 through named barriers: out[i] = i of the last of four rounds.
void launch_pipeline(const cuda::Grid& grid, const PlantedData& data);
/// Rows of 16 bytes a lane, side by side or 128 bytes apart, from global memory through shared memory.
void launch_strided(const cuda::Grid& grid, const PlantedData& data);
void launch_dense(const cuda::Grid& grid, const PlantedData& data);

} // namespace hadal::test
