#include "app/tools/tool.h"

namespace hadal::tools {

Json openAiItem(const Tool& tool) {
    return {{"type", "function"},
            {"function",
             {{"name", tool.name.toStdString()},
              {"description", tool.purpose.toStdString()},
              {"parameters", tool.parameters}}}};
}

} // namespace hadal::tools
