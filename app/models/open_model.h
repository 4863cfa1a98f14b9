// From a folder to something that answers.
#pragma once

#include "app/models/backends.h"
#include "app/models/files.h"
#include "engine/model/progress.h"
#include "engine/runtime/request.h"

#include <cstdint>
#include <memory>
#include <stop_token>

namespace hadal::model {
class InspectableModel;
}

namespace hadal::models {

struct OpenOptions {
    BackendKind backend = BackendKind::Auto;
    int threads = 0;          ///< 0: one per core
    int ranks = 1;            ///< that share the model
    std::int64_t context = 0; ///< tokens that a conversation can hold; 0: as many as the model can
    bool sparse_attention = true;
    bool forced_runs = true; ///< write at once what a grammar forces
    int drafts = 0;          ///< tokens to guess ahead with the model's own module for that, if it has one
};

/// The bare model, without tokenizer and prompt format. Runs on the calling thread. Throws Error:
/// InvalidFile, Unsupported, OutOfMemory, Cancelled.
std::unique_ptr<model::InspectableModel> load_model(const ModelSource& source, const OpenOptions& options,
                                                    const ProgressFn& progress = {},
                                                    std::stop_token stop = {});

/// The model with all that it takes to answer requests. Runs on the calling thread; the cheap checks (folder,
/// tokenizer, prompt format) come before the weights. Throws as load_model().
std::unique_ptr<runtime::ChatEngine> open_model(const ModelSource& source, const OpenOptions& options,
                                                const ProgressFn& progress = {}, std::stop_token stop = {});

} // namespace hadal::models
