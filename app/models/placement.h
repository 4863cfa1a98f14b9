// Where a model is to live: on the CPU or on GPUs, and what of it stays in the machine's memory.
#pragma once

#include "app/models/backends.h"
#include "engine/parallel/memory_plan.h"

#include <optional>

namespace hadal::models {

struct Placement {
    BackendKind backend = BackendKind::Cpu; ///< never Auto
    /// On GPUs. Its context may be shorter than the model's where nobody asked for one.
    std::optional<parallel::MemoryPlan> plan;
};

/// For `ranks` GPUs as they are now, or the CPU. options.context 0: as many tokens as the model knows, or as
/// fit. Throws Unsupported where GPUs are asked for and there are not as many as ranks, or where the
/// checkpoint has what the GPU engine cannot do; OutOfMemory as parallel::plan_memory.
Placement place(BackendKind kind, const model::Checkpoint& checkpoint, int ranks,
                parallel::PlanOptions options);

} // namespace hadal::models
