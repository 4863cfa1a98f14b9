// Lines of Chinese that end on one edge.
#pragma once

#include <QTextBlock>

namespace hadal::ui {

/// Makes all lines of a paragraph but the last as wide as they may be. Qt would put all that a line lacks
/// into the spaces between its Latin words; here every gap beside a Han character, and every space, takes the
/// same small part. A line of which a gap would take more than `most`, in em, stays as it is. The paragraph
/// must be aligned left and laid out, and is justified once for each text and width.
void justifyHan(const QTextBlock& block, qreal most = 0.35);

} // namespace hadal::ui
