#include "ui/chat/tool_choices.h"

namespace hadal::ui {

ToolChoices::ToolChoices(const toolloop::Shelf* shelf, ChatSettings* settings, QObject* parent)
    : QAbstractListModel(parent), shelf_(shelf), settings_(settings) {
    connect(settings_, &ChatSettings::changed, this, [this] {
        if (count() > 0)
            emit dataChanged(index(0), index(count() - 1), {ChosenRole, BySetRole});
        emit changed();
    });
    if (!shelf_)
        return;
    connect(shelf_, &toolloop::Shelf::changed, this, &ToolChoices::read);
    read();
}

void ToolChoices::read() {
    beginResetModel();
    sets_ = shelf_->sets();
    tools_ = shelf_->tools();
    endResetModel();
    emit changed();
}

QList<tools::Tool> ToolChoices::offeredTools() const {
    if (!settings_->toolsOn())
        return {};
    return toolloop::chosen(tools_, sets_, settings_->chosenTools(), settings_->chosenSets());
}

bool ToolChoices::bySet(const QString& tool) const {
    const QStringList chosen = settings_->chosenSets();
    for (const tools::ToolSet& set : sets_)
        if (chosen.contains(set.id) && set.tools.contains(tool))
            return true;
    return false;
}

int ToolChoices::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant ToolChoices::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (index.row() < sets_.size()) {
        const tools::ToolSet& set = sets_.at(index.row());
        switch (role) {
        case ToolIdRole:
            return set.id;
        case NameRole:
            return set.name;
        case PurposeRole:
            return QString();
        case EffectRole:
            return -1;
        case IsSetRole:
            return true;
        case ChosenRole:
            return settings_->chosenSets().contains(set.id);
        case BySetRole:
            return false;
        case SizeRole:
            return int(set.tools.size());
        default:
            return {};
        }
    }
    const tools::Tool& tool = tools_.at(index.row() - sets_.size());
    switch (role) {
    case ToolIdRole:
        return tool.id;
    case NameRole:
        return tool.name;
    case PurposeRole:
        return tool.purpose;
    case EffectRole:
        return int(tool.effect);
    case IsSetRole:
        return false;
    case ChosenRole:
        return settings_->chosenTools().contains(tool.id) || bySet(tool.id);
    case BySetRole:
        return bySet(tool.id);
    case SizeRole:
        return 1;
    default:
        return {};
    }
}

QHash<int, QByteArray> ToolChoices::roleNames() const {
    return {{ToolIdRole, "toolId"}, {NameRole, "name"},     {PurposeRole, "purpose"}, {EffectRole, "effect"},
            {IsSetRole, "isSet"},   {ChosenRole, "chosen"}, {BySetRole, "bySet"},     {SizeRole, "size"}};
}

bool ToolChoices::uses(const QString& tool) const {
    return settings_->toolsOn() && (settings_->chosenTools().contains(tool) || bySet(tool));
}

void ToolChoices::use(const QString& tool, bool used) {
    settings_->chooseTool(tool, used);
    if (used)
        settings_->setToolsOn(true);
}

void ToolChoices::choose(int row, bool chosen) {
    if (row < 0 || row >= count())
        return;
    if (row < sets_.size())
        settings_->chooseSet(sets_.at(row).id, chosen);
    else
        settings_->chooseTool(tools_.at(row - sets_.size()).id, chosen);
}

} // namespace hadal::ui
