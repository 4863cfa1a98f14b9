#include "ui/tools/tool_rows.h"

#include "app/tools/problems.h"

namespace hadal::ui {

ToolRows::ToolRows(tools::Library* library, const QString& dataFolder, QObject* parent)
    : QAbstractListModel(parent), library_(library), dataFolder_(dataFolder) {
    connect(library_, &tools::Library::toolsChanged, this, &ToolRows::refresh);
    connect(library_, &tools::Library::setsChanged, this, &ToolRows::refresh);
    refresh();
}

void ToolRows::setFilter(const QString& filter) {
    filter_ = filter;
    refresh();
    emit changed();
}

bool ToolRows::found(const tools::Tool& tool) const {
    const QString wanted = filter_.trimmed();
    return wanted.isEmpty() || tool.name.contains(wanted, Qt::CaseInsensitive) ||
           tool.purpose.contains(wanted, Qt::CaseInsensitive);
}

ToolRows::Row ToolRows::toolRow(const tools::Tool& tool, Section section, bool inside) const {
    const bool wrong = !tools::isUsable(tools::problemsOf(tool, library_->namesBeside(tool.id), dataFolder_));
    return {Tool, section, tool.id, tool.name, tool.purpose,
            0,    false,   inside,  wrong,     library_->isChanged(tool.id)};
}

void ToolRows::refresh() {
    QList<Row> rows;
    const auto section = [&](Section section, const QList<Row>& members) {
        if (!members.isEmpty())
            rows += Row{Heading, section, {}, {}, {}};
        rows += members;
    };
    QList<Row> own, sets, builtIn, served;
    for (const tools::Tool& tool : library_->tools()) {
        if (!found(tool))
            continue;
        if (std::holds_alternative<tools::McpAction>(tool.action))
            served += toolRow(tool, Servers, false);
        else if (library_->isBuiltIn(tool.id))
            builtIn += toolRow(tool, BuiltIn, false);
        else
            own += toolRow(tool, Own, false);
    }
    for (const tools::ToolSet& set : library_->sets()) {
        const bool open = !folded_.contains(set.id) || !filter_.isEmpty();
        QList<Row> members;
        for (const QString& id : set.tools)
            if (const tools::Tool* tool = library_->find(id); tool && found(*tool))
                members += toolRow(*tool, Sets, true);
        if (members.isEmpty() && !filter_.isEmpty())
            continue;
        sets += {Set, Sets, set.id, set.name, {}, int(set.tools.size()), open};
        if (open)
            sets += members;
    }
    section(Own, own);
    section(Sets, sets);
    section(BuiltIn, builtIn);
    section(Servers, served);
    if (rows == rows_)
        return;
    // Rows that stay keep their delegates, and with them the focus.
    const qsizetype shorter = std::min(rows.size(), rows_.size());
    const auto same = [](const Row& a, const Row& b) {
        return a.id == b.id && a.section == b.section && a.kind == b.kind;
    };
    qsizetype front = 0, back = 0;
    while (front < shorter && same(rows[front], rows_[front]))
        ++front;
    while (back < shorter - front && same(rows[rows.size() - 1 - back], rows_[rows_.size() - 1 - back]))
        ++back;
    if (const qsizetype gone = rows_.size() - front - back; gone > 0) {
        beginRemoveRows({}, int(front), int(front + gone) - 1);
        rows_.remove(front, gone);
        endRemoveRows();
    }
    const qsizetype fresh = rows.size() - front - back;
    if (fresh > 0)
        beginInsertRows({}, int(front), int(front + fresh) - 1);
    rows_ = rows;
    if (fresh > 0)
        endInsertRows();
    if (!rows_.isEmpty())
        emit dataChanged(index(0), index(count() - 1));
    emit changed();
}

int ToolRows::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant ToolRows::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= count())
        return {};
    const Row& row = rows_[index.row()];
    switch (role) {
    case KindRole:
        return int(row.kind);
    case SectionRole:
        return int(row.section);
    case IdRole:
        return row.id;
    case TitleRole:
        return row.title;
    case HintRole:
        return row.hint;
    case SizeRole:
        return row.size;
    case OpenRole:
        return row.open;
    case InsideRole:
        return row.inside;
    case WrongRole:
        return row.wrong;
    case ChangedRole:
        return row.changed;
    default:
        return {};
    }
}

QHash<int, QByteArray> ToolRows::roleNames() const {
    return {{KindRole, "kind"},   {SectionRole, "section"}, {IdRole, "itemId"}, {TitleRole, "title"},
            {HintRole, "hint"},   {SizeRole, "size"},       {OpenRole, "open"}, {InsideRole, "inside"},
            {WrongRole, "wrong"}, {ChangedRole, "changed"}};
}

void ToolRows::setOpen(const QString& set, bool open) {
    if (open)
        folded_.remove(set);
    else
        folded_.insert(set);
    refresh();
}

int ToolRows::rowOf(const QString& id) const {
    for (int i = 0; i < count(); ++i)
        if (rows_[i].id == id && rows_[i].kind != Heading)
            return i;
    return -1;
}

QString ToolRows::toolNear(int row) const {
    for (int i = std::max(0, row); i < count(); ++i)
        if (rows_[i].kind == Tool)
            return rows_[i].id;
    for (int i = std::min(row, count()) - 1; i >= 0; --i)
        if (rows_[i].kind == Tool)
            return rows_[i].id;
    return {};
}

} // namespace hadal::ui
