#include "app/tools/inside/system_calls.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <cerrno>
#include <cstddef>
#include <vector>

namespace hadal::inside {
namespace {

#if defined(__x86_64__)
constexpr unsigned own_architecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr unsigned own_architecture = AUDIT_ARCH_AARCH64;
#elif defined(__riscv) && __riscv_xlen == 64
constexpr unsigned own_architecture = AUDIT_ARCH_RISCV64;
#else
#error "name the architecture for seccomp"
#endif

/// Other names for the kernel's state, its memory, other processes and namespaces; and memory that no limit
/// of a process counts. All exist for every architecture.
constexpr long refused[] = {
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_kcmp,
    SYS_pidfd_getfd, // other processes
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_chroot,
    SYS_setns,
    SYS_unshare,
    SYS_open_tree,
    SYS_move_mount,
    SYS_fsopen,
    SYS_fsconfig,
    SYS_fsmount,
    SYS_fspick,
    SYS_name_to_handle_at,
    SYS_open_by_handle_at,
    SYS_keyctl,
    SYS_add_key,
    SYS_request_key, // keys of the session are in no namespace
    SYS_bpf,
    SYS_perf_event_open,
    SYS_userfaultfd,
    SYS_init_module,
    SYS_finit_module,
    SYS_delete_module,
    SYS_kexec_load,
    SYS_reboot,
    SYS_swapon,
    SYS_swapoff,
    SYS_acct,
    SYS_quotactl,
    SYS_syslog,
    SYS_settimeofday,
    SYS_clock_settime,
    SYS_clock_adjtime,
    SYS_adjtimex,
    SYS_sethostname,
    SYS_setdomainname,
    SYS_vhangup,
    SYS_io_uring_setup,
    SYS_io_uring_enter,
    SYS_io_uring_register, // would go around this filter
    SYS_memfd_create,
    SYS_shmget,
    SYS_shmat,
    SYS_msgget,
    SYS_semget,
    SYS_mq_open, // outlive or hide memory
};

constexpr auto data_nr = offsetof(seccomp_data, nr);
constexpr auto data_arch = offsetof(seccomp_data, arch);
/// The lower half of an argument: the kernel reads these as 32 bits.
constexpr unsigned data_argument(unsigned i) {
    return static_cast<unsigned>(offsetof(seccomp_data, args) + i * sizeof(__u64));
}

class Program {
  public:
    void load(unsigned offset) { add(BPF_LD | BPF_W | BPF_ABS, offset); }
    void answer(unsigned what) { add(BPF_RET | BPF_K, what); }
    /// Skips the next `count` instructions unless the loaded value is `value`.
    void unless_equal_skip(unsigned value, unsigned char count) {
        code_.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, count));
    }
    void if_equal_skip(unsigned value, unsigned char count) {
        code_.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, count, 0));
    }
    void unless_any_bit_skip(unsigned bits, unsigned char count) {
        code_.push_back(BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, 0, count));
    }
    bool install() {
        sock_fprog program{static_cast<unsigned short>(code_.size()), code_.data()};
        return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
               prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
    }

  private:
    void add(unsigned short code, unsigned k) { code_.push_back(BPF_STMT(code, k)); }
    std::vector<sock_filter> code_;
};

constexpr unsigned error(int number) {
    return SECCOMP_RET_ERRNO | static_cast<unsigned>(number);
}

} // namespace

bool filter_system_calls(bool network) {
    Program program;
    program.load(data_arch);
    program.if_equal_skip(own_architecture, 1);
    program.answer(error(ENOSYS)); // another numbering: nothing here would mean what it says
    program.load(data_nr);
#if defined(__x86_64__)
    program.unless_any_bit_skip(0x40000000, 1); // x32, likewise
    program.answer(error(ENOSYS));
#endif
    for (const long call : refused) {
        program.unless_equal_skip(static_cast<unsigned>(call), 1);
        program.answer(error(call == SYS_memfd_create || call == SYS_io_uring_setup ? ENOSYS : EPERM));
    }
    // clone3 hides its flags behind a pointer; without it programs use clone.
    program.unless_equal_skip(SYS_clone3, 1);
    program.answer(error(ENOSYS));
    constexpr unsigned namespaces = 0x7E020000; // CLONE_NEW*; that of time shares bits with a signal
    program.unless_equal_skip(SYS_clone, 4);
    program.load(data_argument(0));
    program.unless_any_bit_skip(namespaces, 1);
    program.answer(error(EPERM));
    program.answer(SECCOMP_RET_ALLOW);
    // Typing into a terminal, or pasting into a console.
    program.unless_equal_skip(SYS_ioctl, 5);
    program.load(data_argument(1));
    program.if_equal_skip(TIOCSTI, 1);
    program.unless_equal_skip(0x541C /* TIOCLINUX */, 1);
    program.answer(error(EPERM));
    program.answer(SECCOMP_RET_ALLOW);
    // Sockets of kinds that a network namespace holds; others (VSOCK, Bluetooth, ALG) reach beyond it.
    program.unless_equal_skip(SYS_socket, 7);
    program.load(data_argument(0));
    program.if_equal_skip(AF_INET, 4);
    program.if_equal_skip(AF_INET6, 3);
    program.if_equal_skip(AF_NETLINK, 2);
    program.if_equal_skip(network ? static_cast<unsigned>(AF_INET) : static_cast<unsigned>(AF_UNIX), 1);
    program.answer(error(EAFNOSUPPORT));
    program.answer(SECCOMP_RET_ALLOW);
    program.answer(SECCOMP_RET_ALLOW);
    return program.install();
}

} // namespace hadal::inside
