#include "app/tools/library.h"
#include "app/tools/tool_json.h"
#include "kernels/error.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>

static void initialiseResources() {
    Q_INIT_RESOURCE(tools); // of a static library: nobody else does
}

namespace hadal::tools {
namespace {

/// A folder of the person's that has another name on each computer.
constexpr auto documents = "$DOCUMENTS";

} // namespace

const QList<Tool>& builtInTools() {
    static const QList<Tool> tools = [] {
        initialiseResources();
        QList<Tool> all;
        const QDir folder(":/tools");
        for (const QString& name : folder.entryList(QDir::Files, QDir::Name)) {
            QFile file(folder.filePath(name));
            if (!file.open(QIODevice::ReadOnly))
                throw Error(ErrorKind::Internal, "The built-in tool " + name.toStdString() + " is missing.");
            const QByteArray text = file.readAll();
            Tool tool = toolFromJson(parse_json({text.constData(), static_cast<std::size_t>(text.size())}));
            for (FolderGrant& grant : tool.limits.folders)
                if (grant.path == QLatin1String(documents))
                    grant.path = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
            all += tool;
        }
        return all;
    }();
    return tools;
}

} // namespace hadal::tools
