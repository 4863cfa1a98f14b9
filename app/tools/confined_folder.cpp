#include "app/tools/confined_folder.h"

#include "kernels/error.h"

#include <QFile>

#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace hadal::tools {
namespace {

[[noreturn]] void fail(const QString& path, int problem) {
    const QString why = problem == EXDEV || problem == ELOOP
                            ? u"it lies, or leads, outside the folders that this tool may read"_qs
                            : QString::fromLocal8Bit(std::strerror(problem));
    throw Error(ErrorKind::InvalidInput, u"%1 cannot be read: %2."_qs.arg(path, why).toStdString());
}

class Descriptor {
  public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() { close(number_); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    operator int() const { return number_; }

  private:
    int number_;
};

} // namespace

ConfinedFolder::ConfinedFolder(const QString& path)
    : folder_(::open(QFile::encodeName(path).constData(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {
    if (folder_ < 0)
        fail(path, errno);
}

ConfinedFolder::~ConfinedFolder() {
    close(folder_);
}

int ConfinedFolder::open(const QString& path, int flags) const {
    open_how how{};
    how.flags = static_cast<__u64>(flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
    const auto number = static_cast<int>(
        syscall(SYS_openat2, folder_, QFile::encodeName(path).constData(), &how, sizeof how));
    if (number < 0 && errno == ENOSYS)
        throw Error(ErrorKind::Unsupported,
                    "Files cannot be kept apart on this computer: its kernel is older than Linux 5.6.");
    if (number < 0)
        fail(path, errno);
    return number;
}

QList<ConfinedFolder::Entry> ConfinedFolder::list(const QString& path, qsizetype most, bool& cut) const {
    const int number = open(path, O_RDONLY | O_DIRECTORY);
    DIR* folder = fdopendir(number);
    if (!folder) {
        const int problem = errno;
        close(number);
        fail(path, problem);
    }
    QList<Entry> entries;
    while (const dirent* found = readdir(folder)) {
        if (std::strcmp(found->d_name, ".") == 0 || std::strcmp(found->d_name, "..") == 0)
            continue;
        struct stat status {};
        if (fstatat(number, found->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        if (entries.size() == most) {
            cut = true;
            break;
        }
        entries.append({QFile::decodeName(found->d_name), S_ISDIR(status.st_mode), S_ISREG(status.st_mode),
                        status.st_size});
    }
    closedir(folder);
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.name < b.name; });
    return entries;
}

QByteArray ConfinedFolder::read(const QString& path, qint64 offset, qint64 most, qint64& size) const {
    const Descriptor file(open(path, O_RDONLY));
    struct stat status {};
    if (fstat(file, &status) != 0)
        fail(path, errno);
    if (S_ISDIR(status.st_mode))
        fail(path, EISDIR);
    if (!S_ISREG(status.st_mode)) // a pipe or a device might wait, or do something
        throw Error(ErrorKind::InvalidInput, path.toStdString() + " is no ordinary file.");
    size = status.st_size;
    QByteArray bytes(std::clamp<qint64>(size - offset, 0, most), Qt::Uninitialized);
    qsizetype done = 0;
    while (done < bytes.size()) {
        const auto got =
            pread(file, bytes.data() + done, static_cast<std::size_t>(bytes.size() - done), offset + done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        done += got;
    }
    bytes.resize(done);
    return bytes;
}

} // namespace hadal::tools
