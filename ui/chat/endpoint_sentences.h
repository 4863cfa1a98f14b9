// What endpoints and the network to them lead to, in English.
#pragma once

#include <span>

namespace hadal::ui {

/// Sentences for EngineMessage; what stands for %1 and so on may be one of them again.
std::span<const char* const> endpointSentences();

} // namespace hadal::ui
