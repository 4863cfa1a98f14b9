// The program's own icons as vector paths.
#pragma once

#include <QPainterPath>
#include <QString>
#include <QStringList>

namespace hadal::ui {

/// The outline of an icon on a grid of 16 x 16, to be stroked; empty for a name that does not exist.
QPainterPath iconPath(const QString& name);

QStringList iconNames();

} // namespace hadal::ui
