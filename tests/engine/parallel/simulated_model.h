// A tiny model on simulated GPUs, for tests of what goes right and wrong with several of them.
#pragma once

#include "engine/parallel/cuda_group.h"
#include "engine/parallel/expert_streaming.h"
#include "engine/parallel/parallel_model.h"
#include "kernels/cuda/backend/backend.h"
#include "kernels/simt/machine.h"

#include "tests/engine/model/tiny_model.h"

#include <memory>
#include <string>
#include <vector>

namespace hadal::test {

/// Two heads, and 128 channels of each MLP, for each of `ranks`, hidden states of 128. Where `layers` is not
/// said, it is one with many ranks, for the time it takes, and with bf16 weights, so that no close call in
/// one layer moves what the next one chooses from; two otherwise. `changes` as for tiny_gpu_config().
std::string simulated_config(int ranks, const std::string& storage, int layers = 0,
                             const std::string& changes = "{}");

ops::Numerics simulated_numerics(const std::string& storage);
model::ModelOptions simulated_options(const std::string& storage);

inline constexpr std::chrono::minutes kSimulatedPatience{10}; ///< that no test comes to

/// A machine of as many devices.
simt::Options simulated_machine(int devices);

struct SimulatedRanks {
    int ranks = 2;
    std::string storage = "fp8";
    parallel::CudaGroup::Options group = {.hidden_size = 128,
                                          .push_rows = 16,
                                          .deadline = kSimulatedPatience,
                                          .kernel_deadline = kSimulatedPatience};
    std::chrono::milliseconds deadline = kSimulatedPatience; ///< of the host for a device
    int library_rows = cuda::Options::kLibraryRows;          ///< from which on products are cuBLASLt's
    std::vector<std::int64_t> host_layers = {};              ///< whose experts stay in the host's memory
    parallel::ExpertStreaming streaming = {};                ///< of these
    model::ReadingOptions reading = {};
    std::shared_ptr<parallel::CudaGroup> made = {}; ///< by the last load()

    /// The model on the devices of the machine that there is.
    std::unique_ptr<parallel::ParallelModel> load(const TinyModel& tiny, const ProgressFn& progress = {},
                                                  std::stop_token stop = {});
};

/// A prefill step of `prompt` tokens, then tokens one by one: logits after every token.
std::vector<float> run_steps(model::LanguageModel& model, const std::vector<std::int32_t>& tokens,
                             std::size_t prompt);

/// What the simulator has found, in words; empty while all is well.
std::string simulator_findings();

} // namespace hadal::test
