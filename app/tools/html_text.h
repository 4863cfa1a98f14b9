// The text of a web page.
#pragma once

#include <QString>

namespace hadal::tools {

/// What a reader would see, roughly: without scripts, styles and tags, a line for each block, "- " before
/// items of lists, links followed by their address in brackets. The title comes first.
QString htmlText(const QString& html);

} // namespace hadal::tools
