// Fenced code on the top level, read as it was written.
#pragma once

#include "ui/markdown/block.h"

#include <QByteArray>

#include <optional>

namespace hadal::ui {

/// The block of a text that is one fence and nothing else, closed or not; else nothing. Unlike md4c it keeps
/// the tabs that a line begins with, and it is cheap enough to be asked at every step of a growing block.
std::optional<Block> parseFence(const QByteArray& text);

} // namespace hadal::ui
