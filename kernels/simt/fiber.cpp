#include "kernels/simt/fiber.h"

#include "kernels/error.h"

#include <cstdint>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>
#include <utility>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif

// hadal_simt_switch(save, load) pushes the registers that a call must preserve, stores the stack pointer in
// *save, takes `load` for the stack pointer and pops. hadal_simt_entry is where a new fiber's first switch
// lands. swapcontext does the same with a system call each time, forty times slower.
extern "C" {
void hadal_simt_switch(void** save, void* load);
void hadal_simt_entry();
}

#if defined(__x86_64__)
asm(R"(
.text
.globl hadal_simt_switch
.type hadal_simt_switch, @function
hadal_simt_switch:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret
.size hadal_simt_switch, .-hadal_simt_switch

.globl hadal_simt_entry
.type hadal_simt_entry, @function
hadal_simt_entry:
    movq %r12, %rdi
    callq *%r13
    ud2
.size hadal_simt_entry, .-hadal_simt_entry
)");
#elif defined(__aarch64__)
asm(R"(
.text
.globl hadal_simt_switch
.type hadal_simt_switch, @function
hadal_simt_switch:
    sub sp, sp, #160
    stp x19, x20, [sp, #0]
    stp x21, x22, [sp, #16]
    stp x23, x24, [sp, #32]
    stp x25, x26, [sp, #48]
    stp x27, x28, [sp, #64]
    stp x29, x30, [sp, #80]
    stp d8, d9, [sp, #96]
    stp d10, d11, [sp, #112]
    stp d12, d13, [sp, #128]
    stp d14, d15, [sp, #144]
    mov x9, sp
    str x9, [x0]
    mov sp, x1
    ldp x19, x20, [sp, #0]
    ldp x21, x22, [sp, #16]
    ldp x23, x24, [sp, #32]
    ldp x25, x26, [sp, #48]
    ldp x27, x28, [sp, #64]
    ldp x29, x30, [sp, #80]
    ldp d8, d9, [sp, #96]
    ldp d10, d11, [sp, #112]
    ldp d12, d13, [sp, #128]
    ldp d14, d15, [sp, #144]
    add sp, sp, #160
    ret
.size hadal_simt_switch, .-hadal_simt_switch

.globl hadal_simt_entry
.type hadal_simt_entry, @function
hadal_simt_entry:
    mov x0, x19
    blr x20
    brk #1
.size hadal_simt_entry, .-hadal_simt_entry
)");
#else
#error "the simulator switches stacks on x86-64 and aarch64 only"
#endif

namespace hadal::simt {

namespace {

/// The registers of a fiber that has not run yet, as hadal_simt_switch pops them.
void* first_frame(std::byte* top, void (*entry)(void*), void* argument) {
#if defined(__x86_64__)
    void** frame = reinterpret_cast<void**>(top) - 7; // r15 r14 r13 r12 rbx rbp return-address
    for (int i = 0; i < 6; ++i)
        frame[i] = nullptr;
    frame[2] = reinterpret_cast<void*>(entry);
    frame[3] = argument;
    frame[6] = reinterpret_cast<void*>(&hadal_simt_entry);
#else
    void** frame = reinterpret_cast<void**>(top) - 20; // x19 … x30, d8 … d15
    for (int i = 0; i < 20; ++i)
        frame[i] = nullptr;
    frame[0] = argument;
    frame[1] = reinterpret_cast<void*>(entry);
    frame[11] = reinterpret_cast<void*>(&hadal_simt_entry);
#endif
    return frame;
}

std::size_t page_bytes() {
    static const auto bytes = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    return bytes;
}

#ifdef __SANITIZE_ADDRESS__
/// Of the calling thread. To be asked once: it reads all of /proc/self/maps.
std::pair<void*, std::size_t> own_stack() {
    std::pair<void*, std::size_t> stack;
    pthread_attr_t attributes;
    pthread_getattr_np(pthread_self(), &attributes);
    pthread_attr_getstack(&attributes, &stack.first, &stack.second);
    pthread_attr_destroy(&attributes);
    return stack;
}
#endif

} // namespace

Fiber::Fiber(std::size_t stack_bytes) {
    // The page below the stack stays inaccessible: an overflow must not reach a neighbour.
    const std::size_t page = page_bytes();
    bytes_ = (stack_bytes + page - 1) / page * page;
    void* memory =
        mmap(nullptr, bytes_ + page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED)
        throw Error(ErrorKind::OutOfMemory, "No memory for the stack of a simulated thread.");
    owns_ = true;
    stack_ = static_cast<std::byte*>(memory) + page;
    if (mprotect(stack_, bytes_, PROT_READ | PROT_WRITE) != 0) {
        munmap(memory, bytes_ + page);
        throw Error(ErrorKind::OutOfMemory, "No memory for the stack of a simulated thread.");
    }
}

Fiber::Fiber(Fiber&& other) noexcept
    : pointer_(std::exchange(other.pointer_, nullptr)),
      fake_stack_(std::exchange(other.fake_stack_, nullptr)), stack_(std::exchange(other.stack_, nullptr)),
      bytes_(std::exchange(other.bytes_, 0)), owns_(std::exchange(other.owns_, false)) {}

void Fiber::swap(Fiber& other) noexcept {
    std::swap(pointer_, other.pointer_);
    std::swap(fake_stack_, other.fake_stack_);
    std::swap(stack_, other.stack_);
    std::swap(bytes_, other.bytes_);
    std::swap(owns_, other.owns_);
}

Fiber::~Fiber() {
    if (!owns_)
        return;
#ifdef __SANITIZE_ADDRESS__
    __asan_unpoison_memory_region(stack_, bytes_);
#endif
    munmap(static_cast<std::byte*>(stack_) - page_bytes(), bytes_ + page_bytes());
}

void Fiber::start(void (*entry)(void*), void* argument) {
#ifdef __SANITIZE_ADDRESS__
    // The frames that the last run never left are still poisoned; nothing below them is.
    std::byte* const top = static_cast<std::byte*>(stack_) + bytes_;
    if (pointer_)
        __asan_unpoison_memory_region(pointer_,
                                      static_cast<std::size_t>(top - static_cast<std::byte*>(pointer_)));
    fake_stack_ = nullptr;
#endif
    pointer_ = first_frame(static_cast<std::byte*>(stack_) + bytes_, entry, argument);
}

void Fiber::switch_to(Fiber& from, Fiber& to) {
#ifdef __SANITIZE_ADDRESS__
    if (!to.stack_) { // the OS thread's own stack
        static thread_local const auto own = own_stack();
        to.stack_ = own.first;
        to.bytes_ = own.second;
    }
    __sanitizer_start_switch_fiber(&from.fake_stack_, to.stack_, to.bytes_);
#endif
    hadal_simt_switch(&from.pointer_, to.pointer_);
#ifdef __SANITIZE_ADDRESS__
    __sanitizer_finish_switch_fiber(from.fake_stack_, nullptr, nullptr);
#endif
}

void Fiber::arrived() {
#ifdef __SANITIZE_ADDRESS__
    __sanitizer_finish_switch_fiber(nullptr, nullptr, nullptr);
#endif
}

} // namespace hadal::simt
