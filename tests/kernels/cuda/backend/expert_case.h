// What tests of experts in the host's memory share.
#pragma once

#include "backend_case.h"

namespace hadal::test {

inline constexpr int kExperts = 6, kTopk = 3, kHidden = 256, kWidth = 256;

/// Three matrices for each expert, the shared one last.
inline std::vector<WeightData> random_experts(DType dtype) {
    Random random(17);
    std::vector<WeightData> data;
    for (int e = 0; e <= kExperts; ++e) {
        data.push_back(random_weight(random, dtype, kWidth, kHidden));
        data.push_back(random_weight(random, dtype, kWidth, kHidden));
        data.push_back(random_weight(random, dtype, kHidden, kWidth));
    }
    return data;
}

/// The channels of an expert that one of two ranks has: rows of gate and up, columns of down.
inline ops::MlpWeights part_of(const WeightData& gate, const WeightData& up, const WeightData& down,
                               int rank) {
    const auto rows = [&](ops::LinearWeight w) {
        w.values = w.values.slice_rows(rank * kWidth / 2, kWidth / 2);
        if (w.scales)
            w.scales = w.scales.slice_rows(rank, 1);
        return w;
    };
    ops::LinearWeight columns = down.view();
    columns.values = columns.values.slice_cols(rank * kWidth / 2, kWidth / 2);
    if (columns.scales)
        columns.scales = columns.scales.slice_cols(rank, 1);
    return {rows(gate.view()), rows(up.view()), columns};
}

inline ops::MlpWeights on_host(Backend& backend, ops::MlpWeights weights) {
    for (ops::LinearWeight* w : {&weights.gate, &weights.up, &weights.down}) {
        w->values = backend.import_host_weight(w->values).view();
        if (w->scales)
            w->scales = backend.import_host_weight(w->scales).view();
    }
    return weights;
}

inline std::vector<std::int32_t> some_ids(int rows, int first) {
    std::vector<std::int32_t> ids;
    for (int r = 0; r < rows; ++r)
        for (int k = 0; k < kTopk; ++k)
            ids.push_back((first + r + 2 * k) % kExperts);
    return ids;
}

} // namespace hadal::test
