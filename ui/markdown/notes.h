// Footnotes, as inDialect() has marked them.
#pragma once

#include "ui/markdown/block.h"

namespace hadal::ui {

/// Makes spans of the labels of footnotes in a text.
void markNotes(InlineText& text);

/// Makes a note of a paragraph that begins with the label of one.
void takeNote(Block& paragraph);

} // namespace hadal::ui
