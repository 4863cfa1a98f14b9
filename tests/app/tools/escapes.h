// What the suites of escapes share: a place that was not granted, and attempts to get there.
#pragma once

#include "tests/app/tools/tools_testing.h"

#include <QFile>

namespace hadal::tools::testing {

/// Where an attempt succeeds it says this.
inline constexpr const char* prize = "TOP-SECRET";

/// A file that nobody is to reach, and a folder that may be read, with links out of it.
class Place {
  public:
    Place() {
        put(outside.filePath("secret.txt"), "TOP-SECRET\n");
        put(granted.filePath("own.txt"), "mine\n");
        for (const auto& [target, name] :
             {std::pair<QString, const char*>{outside.filePath("secret.txt"), "link.txt"},
              {outside.path(), "folder"},
              {"/proc/self/root", "root"},
              {"../../../../../../../../etc/passwd", "passwd"},
              {granted.filePath("circle"), "circle"}})
            if (!QFile::link(target, granted.filePath(name)))
                qFatal("no link");
        qputenv("HADAL_TEST_SECRET", prize);
    }

    /// OUTSIDE, GRANTED and HOME stand for their paths.
    QString filled(QString text) const {
        return text.replace("OUTSIDE", outside.path())
            .replace("GRANTED", granted.path())
            .replace("HOME", QDir::homePath());
    }
    /// The folder may be read.
    Tool given(Tool tool) const {
        tool.limits.folders = {{granted.path(), false}};
        return tool;
    }
    bool isUntouched() const {
        QFile own(granted.filePath("own.txt"));
        return own.open(QIODevice::ReadOnly) && own.readAll() == "mine\n" &&
               QFile::exists(outside.filePath("secret.txt"));
    }

    QTemporaryDir outside, granted;

  private:
    static void put(const QString& path, const QByteArray& text) {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("no file");
    }
};

/// What Python does, to be run as a tool of its own and within a server. What ends with an exception has
/// failed, as it should.
struct Attempt {
    const char* name;
    const char* code;
};
inline constexpr const char* python_prelude =
    "import ctypes, errno, fcntl, os, resource, signal, socket, time\n"
    "libc = ctypes.CDLL(None, use_errno=True)\n"
    "def won(): print('TOP-SECRET')\n"
    "def call(*numbers):\n"
    "  if libc.syscall(*numbers) >= 0: won()\n";
inline constexpr Attempt python_attempts[] = {
    {"file outside", "print(open('OUTSIDE/secret.txt').read())"},
    {"link in a granted folder", "print(open('GRANTED/link.txt').read())"},
    {"folder by a link", "print(os.listdir('GRANTED/folder'), open('GRANTED/folder/secret.txt').read())"},
    {"a root by a link", "print(open('GRANTED/rootOUTSIDE/secret.txt').read())"},
    {"a new link", "os.symlink('OUTSIDE', '/tmp/away'); print(open('/tmp/away/secret.txt').read())"},
    {"a hard link", "os.link('OUTSIDE/secret.txt', '/tmp/hard'); print(open('/tmp/hard').read())"},
    {"writing where only reading is granted", "open('GRANTED/own.txt', 'w').write('x'); won()"},
    {"removing what may be read", "os.remove('GRANTED/own.txt'); won()"},
    {"renaming what may be read", "os.rename('GRANTED/own.txt', 'GRANTED/x'); won()"},
    {"rights of what may be read", "os.chmod('GRANTED/own.txt', 0o777); won()"},
    {"writing to the system", "open('/usr/lib/x', 'w').write('x'); won()"},
    {"homes", "print([open(h + '/.ssh/id_rsa').read() for h in ('HOME', '/root', '/home')]); won()"},
    {"the root of the first process", "print(open('/proc/1/rootOUTSIDE/secret.txt').read())"},
    {"the environment of the first process", "print(open('/proc/1/environ').read())"},
    {"descriptors of the first process",
     "for f in os.listdir('/proc/1/fd'):\n  if int(f) > 3: won()\n  os.readlink('/proc/1/fd/' + f); won()"},
    {"memory of the first process", "open('/proc/1/mem', 'rb').read(1); won()"},
    {"own environment", "print(os.environ)"},
    {"ptrace of the first process", "if libc.ptrace(16, 1, 0, 0) == 0: won()"},
    {"reading of another process", "call(310, 1, 0, 0, 0, 0, 0)"},
    {"writing to another process", "call(311, 1, 0, 0, 0, 0, 0)"},
    {"descriptor of another process", "call(438, 3, 0, 0)"},
    {"typing into a terminal", "try:\n  fd = os.open('/dev/tty', os.O_RDWR)\nexcept OSError: fd = "
                               "0\nfcntl.ioctl(fd, 0x5412, b'x'); won()"},
    {"a user namespace", "if libc.unshare(0x10000000) == 0: won()"},
    {"a user namespace by clone", "if libc.syscall(56, 0x10000011, 0, 0, 0, 0) > 0: won()"},
    {"another namespace", "fd = os.open('/proc/1/ns/net', os.O_RDONLY); call(308, fd, 0)"},
    {"another root", "if libc.chroot(b'/proc/1/root') == 0: won()"},
    {"a mount", "if libc.mount(b'none', b'/mnt', b'tmpfs', 0, None) == 0: won()"},
    {"a mount of the new kind", "call(428, -100, b'/', 1)"},
    {"rights of root", "os.setuid(0); won()"},
    {"keys of the session", "call(250, 0, -3, 1)"},
    {"a program for the kernel",
     "if libc.syscall(321, 0, 0, 0) >= 0 or ctypes.get_errno() != errno.EPERM: won()"},
    {"counters of the processor", "call(298, ctypes.create_string_buffer(128), 0, -1, -1, 0)"},
    {"faults of memory", "call(323, 0)"},
    {"a module of the kernel", "call(313, 0, b'', 0)"},
    {"ports of the computer", "if libc.iopl(3) == 0: won()"},
    {"the time", "time.clock_settime(time.CLOCK_REALTIME, 0); won()"},
    {"restarting the computer", "if libc.reboot(0x1234567) == 0: won()"},
    {"ring of the kernel", "call(425, 8, ctypes.create_string_buffer(120))"},
    {"other numbers of system calls", "call(0x40000000 | 39)"},
    {"a file by its handle", "call(304, 3, ctypes.create_string_buffer(64), 0)"},
    {"memory outside of a process", "call(319, b'x', 0)"},
    {"memory that stays", "call(29, 0, 4096, 0o1777)"},
    {"a virtual machine's socket", "socket.socket(40, socket.SOCK_STREAM); won()"},
    {"a raw socket", "socket.socket(socket.AF_INET, socket.SOCK_RAW, 1); won()"},
    {"a socket of packets", "socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0); won()"},
    {"ciphers of the kernel", "socket.socket(38, socket.SOCK_SEQPACKET); won()"},
    {"the network's outside", "socket.create_connection(('192.0.2.1', 80), 2); won()"},
    {"names of hosts", "socket.getaddrinfo('example.com', 80); won()"},
    {"sockets of the desktop",
     "s = socket.socket(socket.AF_UNIX); s.connect('/run/user/%d/bus' % os.getuid()); won()"},
    {"the display", "s = socket.socket(socket.AF_UNIX); s.connect('\\0/tmp/.X11-unix/X0'); won()"},
    {"signals to all", "for p in range(2, 33000):\n  if p == os.getpid(): continue\n  try: os.kill(p, "
                       "signal.SIGTERM)\n  except OSError: continue\n  won()"},
    {"signals to the parent", "for s in (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM): os.kill(1, s)\n"
                              "raise OSError('still there')"},
    {"more than the limits", "resource.setrlimit(resource.RLIMIT_DATA, (-1, -1)); won()"},
    {"more time than others", "os.nice(-10); won()"},
    {"a file without end",
     "os.truncate('/tmp/x', 1 << 50) if os.path.exists('/tmp/x') else "
     "os.posix_fallocate(os.open('/tmp/x', os.O_CREAT | os.O_RDWR), 0, 1 << 50); won()"},
};

inline QString codeOf(const Attempt& attempt, const Place& place) {
    return place.filled(QString(python_prelude) + attempt.code + '\n');
}

/// How a bomb has to end: with a status, words that say why, and no more output than is allowed.
inline void checkBomb(const Tool& attempt, const RunResult& result, RunResult::Status status,
                      const QString& says) {
    QVERIFY2(result.status == status,
             qPrintable(QString::number(result.status) + ": " + result.text.right(500)));
    QVERIFY2(result.text.contains(says), qPrintable(result.text.right(500)));
    QVERIFY(result.text.size() < attempt.limits.outputBytes + 500);
}

} // namespace hadal::tools::testing
