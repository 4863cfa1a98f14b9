// The rows of one forward step, and how the attention of each sequence is to be computed.
#pragma once

#include "engine/model/config.h"
#include "engine/model/options.h"
#include "kernels/ops.h"

#include <vector>

namespace hadal::model {

/// Neighbouring sequences of a step whose attention takes the same form.
struct StepPart {
    std::int64_t first_row = 0; ///< within the step
    std::int64_t rows = 0;
    bool expanded = false;
    bool sparse = false;                      ///< the indexer has to choose
    std::vector<ops::SequenceRows> sequences; ///< rows counted from first_row
};

struct Step {
    std::int64_t rows = 0;
    std::vector<ops::SequenceRows> sequences;
    std::vector<StepPart> parts; ///< cover all rows, in order
    bool repeats = false;        ///< its operations are those of every step of its form (Decoder::begin)
};

/// Form and sparsity of a sequence depend on nothing but its own length and new rows, so that a result never
/// depends on which other sequences share the step. Selection is left out where it would select everything.
Step plan_step(std::vector<ops::SequenceRows> sequences, const Config& config, const ModelOptions& options);

} // namespace hadal::model
