// The person's tools and named sets of tools, as plain JSON in the folder of the program's data.
#pragma once

#include "app/base/json_file.h"
#include "app/tools/tool.h"

#include <QFileSystemWatcher>
#include <QObject>

#include <functional>

namespace hadal::tools {

/// What undo needs of a tool that was removed.
struct RemovedTool {
    Json item; ///< as the file had it
    int position = 0;
    QStringList sets; ///< that it was in, by id
};

/// One file, tools.json. What this program does not know in it is kept, and so are tools that it cannot read:
/// they are not among tools(), but in unreadable(). Changes that other programs make to the file are noticed,
/// and taken into account before it is written; while it is damaged the tools stay as they were. Lives on the
/// interface thread.
///
/// All changes throw Error(InvalidArgument) for an unknown id, Error(InvalidFile) where the file cannot be
/// written; then nothing has changed.
class Library : public QObject {
    Q_OBJECT

  public:
    /// Reads the file in `folder`, which is made with the first change.
    explicit Library(const QString& folder, QObject* parent = nullptr);

    QString path() const { return file_.path(); }
    QString folder() const;
    /// What is wrong with the file, with what to do; empty for nothing.
    QString warning() const { return file_.problem(); }
    /// One sentence for each tool in the file that cannot be read.
    QStringList unreadable() const { return unreadable_; }

    /// The person's own in their order, then the built-in ones.
    const QList<Tool>& tools() const { return tools_; }
    /// Null for none; valid until the next change.
    const Tool* find(const QString& id) const;
    const Tool* findByName(const QString& name) const;
    /// Of all tools but the one with this id.
    QStringList namesBeside(const QString& id) const;
    /// `wish`, made a name that a tool may have and no other has: "name", "name_2", "name_3".
    QString freeName(const QString& wish, const QString& besideId = {}) const;

    /// Comes with the program. One that was changed stays built-in, and revert() brings back the original.
    bool isBuiltIn(const QString& id) const;
    bool isChanged(const QString& id) const;
    void revert(const QString& id);

    /// Adds a tool at the end of the person's own, or replaces the one with its id. Without an id it gets
    /// one. Its name may be wrong or taken: a draft is saved as well. Returns the id.
    QString save(Tool tool);
    /// A copy under a free name, behind the original, in the same sets. Returns its id.
    QString duplicate(const QString& id);
    /// One that is built-in cannot be removed: InvalidArgument.
    RemovedTool remove(const QString& id);
    void restore(const RemovedTool& removed);
    /// To another place among the person's own.
    void move(const QString& id, int position);

    const QList<ToolSet>& sets() const { return sets_; }
    const ToolSet* findSet(const QString& id) const;
    /// Adds a set at the end, or replaces the one with its id. Ids of tools that are gone are left out.
    QString saveSet(ToolSet set);
    /// The tools stay. Returns the set for saveSet().
    ToolSet removeSet(const QString& id);

    /// One item, or a list of items where there are several: what OpenAI's API takes, with Hadal's part
    /// beside it. Holds no secrets: templates only name them.
    QByteArray exported(const QStringList& ids) const;
    /// Reads what exported() wrote, OpenAI tools without Hadal's part, a request with "tools", or a file of
    /// this library. Throws Error(InvalidInput) naming the item; then none is taken.
    static QList<Tool> read(const QByteArray& text);
    /// Adds the tools of such a text under new ids and free names; one that the library has in just this form
    /// is not added again. Returns the ids of all, in order.
    QStringList import(const QByteArray& text);

  signals:
    void toolsChanged(); ///< any of tools(), in any way
    void setsChanged();
    void warningChanged();

  private:
    void watch();
    void reload();
    void show();
    void change(const std::function<void(Json& file)>& apply);
    Json latest();

    JsonFile file_;
    Json json_; // what it holds
    QStringList unreadable_;
    QList<Tool> tools_;
    QList<ToolSet> sets_;
    QFileSystemWatcher watcher_;
};

/// The tools that come with the program, as it brings them.
const QList<Tool>& builtInTools();

} // namespace hadal::tools
