// Reading, listing and searching files, on a thread of their own.
#include "app/base/task_thread.h"
#include "app/base/when_done.h"
#include "app/tools/confined_folder.h"
#include "app/tools/local_run.h"
#include "kernels/error.h"

#include <QDir>
#include <QRegularExpression>

#include <algorithm>
#include <atomic>
#include <optional>

namespace hadal::tools {
namespace {

constexpr qsizetype mostEntries = 5000;
constexpr int mostDepth = 40;
constexpr qint64 largestSearched = 8 << 20;
constexpr qsizetype mostMatches = 500;
constexpr qsizetype longestLine = 300;

/// What a worker does with a copy of the job. Throws Error.
class Reader {
  public:
    Reader(Job job, std::atomic<bool>& stopped) : job_(std::move(job)), stopped_(stopped) {}

    RunResult run() {
        switch (std::get<FilesAction>(job_.tool.action).kind) {
        case FilesAction::Read:
            read();
            break;
        case FilesAction::List:
            list();
            break;
        case FilesAction::Search:
            search();
            break;
        }
        result_.text = text_;
        if (result_.outputBytes == 0)
            result_.outputBytes = text_.toUtf8().size();
        return result_;
    }

  private:
    const QList<FolderGrant>& grants() const { return job_.tool.limits.folders; }

    /// Calls `work` with the folder that the path is in and the path in it. A relative path is tried in every
    /// folder.
    template <typename Function>
    void at(const QString& path, Function work) {
        if (path.contains(QChar(0)))
            throw Error(ErrorKind::InvalidInput, "A path cannot hold a NUL.");
        std::optional<Error> problem;
        for (const FolderGrant& grant : grants()) {
            const QString folder = QDir::cleanPath(grant.path);
            QString inside = path.isEmpty() ? u"."_qs : path;
            if (QDir::isAbsolutePath(path)) {
                const QString clean = QDir::cleanPath(path);
                if (clean != folder && !clean.startsWith(folder + u'/'))
                    continue;
                inside = clean == folder ? u"."_qs : clean.mid(folder.size() + 1);
            }
            try {
                return work(ConfinedFolder(folder), inside);
            } catch (const Error& error) {
                if (!problem)
                    problem = error;
            }
        }
        if (problem)
            throw *problem;
        throw Error(
            ErrorKind::InvalidInput,
            u"%1 lies outside the folders that this tool may read: %2."_qs.arg(path, names()).toStdString());
    }

    QString names() const {
        QStringList paths;
        for (const FolderGrant& grant : grants())
            paths += grant.path;
        return paths.join(u", "_qs);
    }

    void read() {
        at(job_.text("path"), [&](const ConfinedFolder& folder, const QString& path) {
            qint64 size = 0;
            const qint64 most = 2 * job_.tool.limits.outputBytes;
            QByteArray bytes = folder.read(path, 0, most, size);
            if (bytes.left(8192).contains('\0'))
                throw Error(ErrorKind::InvalidInput, path.toStdString() + " is no text file.");
            text_ = QString::fromUtf8(bytes);
            result_.outputBytes = size;
            if (size > bytes.size()) {
                // The end is as likely to matter as the beginning.
                const QByteArray end = folder.read(path, std::max(size - most, bytes.size()), most, size);
                text_ += u"\n[… %1 bytes left out …]\n"_qs.arg(size - bytes.size() - end.size()) +
                         QString::fromUtf8(end);
                result_.cut = true;
            }
        });
    }

    void list() {
        const QString wanted = job_.text("path");
        if (wanted.isEmpty() && grants().size() > 1) { // which folders there are
            for (const FolderGrant& grant : grants())
                text_ += grant.path + u"/\n"_qs;
            return;
        }
        at(wanted, [&](const ConfinedFolder& folder, const QString& path) {
            for (const auto& entry : folder.list(path, mostEntries, result_.cut))
                text_ += entry.isFolder ? entry.name + u"/\n"_qs
                         : entry.isFile ? u"%1  %2 bytes\n"_qs.arg(entry.name).arg(entry.size)
                                        : u"%1  (a link or special file)\n"_qs.arg(entry.name);
            if (text_.isEmpty())
                text_ = "(empty)";
            if (result_.cut)
                text_ += u"[… more than %1 entries]\n"_qs.arg(mostEntries);
        });
    }

    void search() {
        query_ = job_.text("query");
        if (query_.isEmpty())
            throw Error(ErrorKind::InvalidInput, "What to search for is missing.");
        const QString glob = job_.text("glob");
        const QString pattern = glob.isEmpty() ? u"*"_qs : glob;
        // Without a slash it is about names, with one about paths; ** crosses folders.
        byName_ = !pattern.contains(u'/');
        glob_ = globExpression(pattern);
        for (const FolderGrant& grant : grants()) {
            const ConfinedFolder folder(grant.path);
            prefix_ = grants().size() > 1 ? QDir::cleanPath(grant.path) + u'/' : QString();
            searchIn(folder, ".", 0);
        }
        if (matches_ == 0)
            text_ = u"Nothing found in %1 files."_qs.arg(files_);
        else if (matches_ >= mostMatches)
            text_ += u"[… more than %1 places; search for something rarer]\n"_qs.arg(mostMatches);
    }

    static QRegularExpression globExpression(const QString& pattern) {
        QString expression;
        for (qsizetype i = 0; i < pattern.size(); ++i) {
            if (QStringView(pattern).mid(i).startsWith(u"**/")) {
                expression += u"(?:.*/)?"_qs;
                i += 2;
            } else if (QStringView(pattern).mid(i).startsWith(u"**")) {
                expression += u".*"_qs;
                ++i;
            } else if (pattern[i] == u'*') {
                expression += u"[^/]*"_qs;
            } else if (pattern[i] == u'?') {
                expression += u"[^/]"_qs;
            } else {
                expression += QRegularExpression::escape(pattern.mid(i, 1));
            }
        }
        return QRegularExpression(u"\\A(?:"_qs + expression + u")\\z"_qs,
                                  QRegularExpression::CaseInsensitiveOption);
    }

    bool enough() const { return stopped_ || matches_ >= mostMatches; }

    void searchIn(const ConfinedFolder& folder, const QString& path, int depth) {
        if (depth > mostDepth || enough())
            return;
        QList<ConfinedFolder::Entry> entries;
        try {
            bool cut = false;
            entries = folder.list(path, 100 * mostEntries, cut);
        } catch (const Error&) {
            return; // not ours to read
        }
        for (const auto& entry : entries) {
            if (enough())
                return;
            const QString inner = path == u"." ? entry.name : path + u'/' + entry.name;
            if (entry.isFolder && !entry.name.startsWith(u'.')) // .git and its like
                searchIn(folder, inner, depth + 1);
            else if (entry.isFile && entry.size <= largestSearched &&
                     glob_.match(byName_ ? entry.name : inner).hasMatch())
                searchFile(folder, inner);
        }
    }

    void searchFile(const ConfinedFolder& folder, const QString& path) {
        QByteArray bytes;
        try {
            qint64 size = 0;
            bytes = folder.read(path, 0, largestSearched, size);
        } catch (const Error&) {
            return;
        }
        if (bytes.left(8192).contains('\0'))
            return;
        ++files_;
        const QString text = QString::fromUtf8(bytes);
        int line = 1;
        qsizetype counted = 0;
        for (qsizetype at = text.indexOf(query_, 0, Qt::CaseInsensitive); at >= 0 && !enough();) {
            line += int(QStringView(text).mid(counted, at - counted).count(u'\n'));
            counted = at;
            const qsizetype begin = at == 0 ? 0 : text.lastIndexOf(u'\n', at - 1) + 1;
            qsizetype end = text.indexOf(u'\n', at);
            end = end < 0 ? text.size() : end;
            const qsizetype from = std::max(begin, at - longestLine / 2);
            text_ += u"%1%2:%3: "_qs.arg(prefix_, path).arg(line) + (from > begin ? u"…"_qs : QString()) +
                     text.mid(from, std::min(end - from, longestLine)).trimmed() + u'\n';
            ++matches_;
            at = end < text.size() ? text.indexOf(query_, end, Qt::CaseInsensitive) : -1; // a line once
        }
    }

    Job job_;
    std::atomic<bool>& stopped_;
    RunResult result_;
    QString text_, query_, prefix_;
    QRegularExpression glob_;
    bool byName_ = true;
    qsizetype matches_ = 0, files_ = 0;
};

class FilesWork : public Work {
  public:
    using Work::Work;
    ~FilesWork() override { stopped_ = true; }

    void start() override {
        whenDone(
            thread_.run([job = job(), this] { return Reader(job, stopped_).run(); }), this,
            [this](RunResult result) {
                if (why_)
                    result.status = *why_;
                emit done(result);
            },
            [this](const QString& problem) { end(RunResult::Failed, problem); });
    }

    void stop(RunResult::Status why) override {
        why_ = why;
        stopped_ = true;
    }

  private:
    std::atomic<bool> stopped_ = false;
    std::optional<RunResult::Status> why_;
    TaskThread thread_; // last: it ends before what it looks at
};

} // namespace

Work* filesWork(Job job, QObject* parent) {
    return new FilesWork(std::move(job), parent);
}

} // namespace hadal::tools
