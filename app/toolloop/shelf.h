// The tools that a conversation may choose from.
#pragma once

#include "app/tools/tool.h"

#include <QObject>

namespace hadal::toolloop {

/// All there are, wherever they come from. Lives on the interface thread.
class Shelf : public QObject {
    Q_OBJECT

  public:
    using QObject::QObject;

    virtual QList<tools::Tool> tools() const = 0;
    virtual QList<tools::ToolSet> sets() const = 0;

  signals:
    void changed();
};

/// Those with these identifiers and those of these sets, in the order of the shelf. Of several with one name
/// the first alone: the model could not tell them apart.
QList<tools::Tool> chosen(const QList<tools::Tool>& all, const QList<tools::ToolSet>& sets,
                          const QStringList& tools, const QStringList& setIds);

} // namespace hadal::toolloop
