#include "ui/tools/tool_desk.h"

#include "kernels/error.h"

#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QSaveFile>
#include <QUrl>

namespace hadal::ui {

using tools::Tool;
using tools::ToolSet;

ToolDesk::ToolDesk(const DeskServices& services, const QString& folder, QObject* parent)
    : QObject(parent), services_(services), asking_(services.rules, &acts_, nullptr),
      rows_(services.library, folder, nullptr), form_(folder), preview_(services.host, nullptr),
      trial_(services.runner, services.host, folder, services.redactor, nullptr) {
    connect(&form_, &ToolForm::edited, this, &ToolDesk::edited);
    connect(services_.library, &tools::Library::toolsChanged, this, &ToolDesk::refresh);
    connect(services_.library, &tools::Library::setsChanged, this, &ToolDesk::setsChanged);
    connect(services_.library, &tools::Library::warningChanged, this, &ToolDesk::problemChanged);
    open(rows_.toolNear(0));
}

QString ToolDesk::problem() const {
    if (!problem_.isEmpty())
        return problem_;
    if (!services_.library->warning().isEmpty())
        return services_.library->warning();
    return services_.library->unreadable().join(u' ');
}

bool ToolDesk::tried(const std::function<void()>& act) {
    QString problem;
    try {
        act();
    } catch (const Error& error) {
        problem = QString::fromUtf8(error.what());
    }
    if (std::exchange(problem_, problem) != problem)
        emit problemChanged();
    return problem.isEmpty();
}

void ToolDesk::open(const QString& tool) {
    if (tool == current_ || (!tool.isEmpty() && !services_.library->find(tool)))
        return;
    current_ = tool;
    lastPart_.clear();
    showCurrent();
    emit shown();
}

void ToolDesk::showCurrent() {
    const Tool* tool = services_.library->find(current_);
    const Tool shown = tool ? *tool : Tool();
    form_.show(shown, services_.library->namesBeside(current_));
    preview_.show(shown);
    trial_.show(shown);
    asking_.show(shown);
    emit currentChanged();
    emit setsChanged();
}

void ToolDesk::retranslate() {
    showCurrent();
    trial_.form()->retranslate();
}

/// The library has changed: by an edit here, an undo, or another program.
void ToolDesk::refresh() {
    const Tool* tool = services_.library->find(current_);
    if (!tool && !current_.isEmpty()) {
        current_.clear();
        showCurrent();
    } else if (tool && *tool != form_.tool()) {
        showCurrent();
    } else {
        emit currentChanged();
        emit setsChanged();
    }
}

void ToolDesk::edited(const Tool& before, const QString& part) {
    const QString place = before.id + u' ' + part;
    if (std::exchange(lastPart_, place) != place)
        acts_.note([this, before] {
            lastPart_.clear();
            tried([&] { services_.library->save(before); });
            open(before.id);
        });
    preview_.show(form_.tool());
    trial_.show(form_.tool());
    asking_.show(form_.tool());
    tried([&] { services_.library->save(form_.tool()); });
}

QString ToolDesk::create() {
    Tool tool;
    tool.name = services_.library->freeName("new_tool");
    tool.parameters = {{"type", "object"}, {"properties", Json::object()}, {"additionalProperties", false}};
    QString id;
    if (!tried([&] { id = services_.library->save(tool); }))
        return {};
    acts_.note([this, id] { removeAll({id}); });
    open(id);
    return id;
}

QStringList ToolDesk::examples() const {
    QStringList names;
    for (const Tool& tool : tools::builtInTools())
        names += tool.name;
    return names;
}

void ToolDesk::addExample(const QString& name) {
    for (Tool tool : tools::builtInTools()) {
        if (tool.name != name)
            continue;
        tool.id.clear();
        tool.name = services_.library->freeName(name);
        QString id;
        if (!tried([&] { id = services_.library->save(tool); }))
            return;
        acts_.done(tr("%1 added").arg(tool.name), [this, id] { removeAll({id}); });
        open(id);
        return;
    }
}

void ToolDesk::removeAll(const QStringList& all) {
    tried([&] {
        for (const QString& id : all)
            if (services_.library->find(id))
                services_.library->remove(id);
    });
    if (current_.isEmpty())
        open(rows_.toolNear(0));
}

void ToolDesk::duplicate(const QString& tool) {
    QString id;
    if (!tried([&] { id = services_.library->duplicate(tool); }))
        return;
    acts_.done(tr("Tool duplicated"), [this, id] { removeAll({id}); });
    open(id);
}

void ToolDesk::remove(const QString& tool) {
    const Tool* found = services_.library->find(tool);
    if (!found)
        return;
    const QString name = found->name;
    const int row = rows_.rowOf(tool);
    tools::RemovedTool removed;
    if (!tried([&] { removed = services_.library->remove(tool); }))
        return;
    if (current_.isEmpty())
        open(rows_.toolNear(row));
    acts_.done(tr("%1 deleted").arg(name), [this, removed, tool] {
        tried([&] { services_.library->restore(removed); });
        open(tool);
    });
}

void ToolDesk::revert(const QString& tool) {
    const Tool* found = services_.library->find(tool);
    if (!found || !services_.library->isChanged(tool))
        return;
    const Tool before = *found;
    if (tried([&] { services_.library->revert(tool); }))
        acts_.done(tr("%1 is as it came").arg(before.name),
                   [this, before] { tried([&] { services_.library->save(before); }); });
    lastPart_.clear();
}

void ToolDesk::move(const QString& tool, int by) {
    int at = 0;
    for (const Tool& other : services_.library->tools()) {
        if (services_.library->isBuiltIn(other.id))
            break;
        if (other.id == tool) {
            if (at + by < 0)
                return;
            if (tried([&] { services_.library->move(tool, at + by); }))
                acts_.note([this, tool, at] { tried([&] { services_.library->move(tool, at); }); });
            return;
        }
        ++at;
    }
}

QStringList ToolDesk::setNames() const {
    QStringList names;
    for (const ToolSet& set : services_.library->sets())
        names += set.name;
    return names;
}

QStringList ToolDesk::setIds() const {
    QStringList ids;
    for (const ToolSet& set : services_.library->sets())
        ids += set.id;
    return ids;
}

QString ToolDesk::setsOfCurrent() const {
    QStringList names;
    for (const ToolSet& set : services_.library->sets())
        if (set.tools.contains(current_))
            names += set.name;
    return names.join(QStringLiteral(", "));
}

QString ToolDesk::createSet(const QString& name, const QString& tool) {
    if (name.trimmed().isEmpty())
        return {};
    QString id;
    const ToolSet set{{}, name.trimmed(), tool.isEmpty() ? QStringList() : QStringList{tool}};
    if (tried([&] { id = services_.library->saveSet(set); }))
        acts_.note([this, id] {
            if (services_.library->findSet(id))
                tried([&] { services_.library->removeSet(id); });
        });
    return id;
}

void ToolDesk::renameSet(const QString& id, const QString& name) {
    const ToolSet* set = services_.library->findSet(id);
    if (!set || name.trimmed().isEmpty() || set->name == name.trimmed())
        return;
    const ToolSet before = *set;
    ToolSet after = before;
    after.name = name.trimmed();
    if (tried([&] { services_.library->saveSet(after); }))
        acts_.note([this, before] { tried([&] { services_.library->saveSet(before); }); });
}

void ToolDesk::setInSet(const QString& id, const QString& tool, bool in) {
    const ToolSet* set = services_.library->findSet(id);
    if (!set || set->tools.contains(tool) == in)
        return;
    const ToolSet before = *set;
    ToolSet after = before;
    if (in)
        after.tools += tool;
    else
        after.tools.removeAll(tool);
    if (tried([&] { services_.library->saveSet(after); }))
        acts_.note([this, before] { tried([&] { services_.library->saveSet(before); }); });
}

bool ToolDesk::isInSet(const QString& id, const QString& tool) const {
    const ToolSet* set = services_.library->findSet(id);
    return set && set->tools.contains(tool);
}

QStringList ToolDesk::toolsOf(const QString& id) const {
    const ToolSet* set = services_.library->findSet(id);
    return set ? set->tools : QStringList();
}

void ToolDesk::removeSet(const QString& id) {
    if (!services_.library->findSet(id))
        return;
    ToolSet removed;
    if (tried([&] { removed = services_.library->removeSet(id); }))
        acts_.done(tr("Set “%1” removed, its tools stay").arg(removed.name),
                   [this, removed] { tried([&] { services_.library->saveSet(removed); }); });
}

QString ToolDesk::import(const QByteArray& text) {
    try {
        QStringList before;
        for (const Tool& tool : services_.library->tools())
            before += tool.id;
        const QStringList ids = services_.library->import(text);
        QStringList added = ids;
        added.removeIf([&](const QString& id) { return before.contains(id); });
        if (!added.isEmpty())
            acts_.done(tr("%Ln tools imported", nullptr, int(added.size())),
                       [this, added] { removeAll(added); });
        if (!ids.isEmpty())
            open(ids.first());
        return {};
    } catch (const Error& error) {
        return QString::fromUtf8(error.what());
    }
}

QString ToolDesk::importText(const QString& text) {
    return import(text.toUtf8());
}

QString ToolDesk::importFile(const QUrl& url) {
    constexpr qint64 largest = 16 << 20;
    QFile file(url.toLocalFile());
    if (!file.open(QIODevice::ReadOnly))
        return tr("%1 cannot be read: %2").arg(file.fileName(), file.errorString());
    if (file.size() > largest)
        return tr("%1 is larger than 16 MB. It is no list of tools.").arg(file.fileName());
    return import(file.readAll());
}

void ToolDesk::copy(const QStringList& tools) const {
    QGuiApplication::clipboard()->setText(QString::fromUtf8(services_.library->exported(tools)));
}

QString ToolDesk::exportFile(const QUrl& url, const QStringList& tools) const {
    QSaveFile file(url.toLocalFile());
    const QByteArray text = services_.library->exported(tools);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        return tr("%1 cannot be written: %2").arg(file.fileName(), file.errorString());
    return {};
}

} // namespace hadal::ui
