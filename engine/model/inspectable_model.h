// A language model of the family that tells what it is and what its steps decide.
#pragma once

#include "engine/model/config.h"
#include "engine/model/language_model.h"
#include "engine/model/options.h"
#include "engine/model/trace.h"

namespace hadal::model {

class InspectableModel : public LanguageModel {
  public:
    virtual const Config& config() const = 0;
    virtual const ModelOptions& options() const = 0;
    /// Null ends tracing. The trace must outlive its use.
    virtual void set_trace(Trace* trace) = 0;
};

} // namespace hadal::model
