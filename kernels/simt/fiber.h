// Stacks to switch between: what lets every thread of a simulated block stop in the middle of a kernel.
#pragma once

#include <cstddef>

namespace hadal::simt {

/// A stack and the place where its execution stands. A default one stands for the stack of the OS thread that
/// switches away from it; one with memory runs what start() gave it.
class Fiber {
  public:
    Fiber() = default;
    explicit Fiber(std::size_t stack_bytes);
    ~Fiber();
    Fiber(Fiber&& other) noexcept;
    void swap(Fiber& other) noexcept;
    Fiber(const Fiber&) = delete;
    Fiber& operator=(const Fiber&) = delete;

    /// Next time that it is switched to, entry(argument) begins at the top of the stack. Whatever stood there
    /// before is forgotten without unwinding. entry must never return.
    void start(void (*entry)(void*), void* argument);
    /// Leaves `from`, which must be what runs now, and goes on where `to` stands.
    static void switch_to(Fiber& from, Fiber& to);

    const std::byte* stack() const { return static_cast<const std::byte*>(stack_); }
    std::size_t stack_bytes() const { return bytes_; }

    /// What entry has to call first.
    static void arrived();

  private:
    void* pointer_ = nullptr;    ///< saved stack pointer
    void* fake_stack_ = nullptr; ///< AddressSanitizer's own bookkeeping
    void* stack_ = nullptr;      ///< lowest usable byte
    std::size_t bytes_ = 0;
    bool owns_ = false;
};

} // namespace hadal::simt
