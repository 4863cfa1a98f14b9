// Kernels are compiled with -fsanitize=thread, which puts a call before every access to memory, but linked
// without ThreadSanitizer: the calls come here. Outside of kernels (templates that other files share) they do
// nothing.
#include "kernels/simt/block.h"

namespace {

inline void check(const void* address, std::size_t size, bool write, void* caller) {
    hadal::simt::Block* block = hadal::simt::Block::running();
    if (block && !block->in_library())
        block->guarded([=](hadal::simt::Block& b) {
            b.access(reinterpret_cast<std::uintptr_t>(address), size, write,
                     reinterpret_cast<std::uintptr_t>(caller));
        });
}

} // namespace

extern "C" {

#define HADAL_HOOK(name, size, write)                                                                        \
    void name(void* address);                                                                                \
    void name(void* address) {                                                                               \
        check(address, size, write, __builtin_return_address(0));                                            \
    }
#define HADAL_HOOKS(size)                                                                                    \
    HADAL_HOOK(__tsan_read##size, size, false)                                                               \
    HADAL_HOOK(__tsan_write##size, size, true)                                                               \
    HADAL_HOOK(__tsan_unaligned_read##size, size, false)                                                     \
    HADAL_HOOK(__tsan_unaligned_write##size, size, true)                                                     \
    HADAL_HOOK(__tsan_volatile_read##size, size, false)                                                      \
    HADAL_HOOK(__tsan_volatile_write##size, size, true)
HADAL_HOOKS(1)
HADAL_HOOKS(2)
HADAL_HOOKS(4)
HADAL_HOOKS(8)
HADAL_HOOKS(16)
#undef HADAL_HOOKS
#undef HADAL_HOOK

void __tsan_read_range(void* address, unsigned long size);
void __tsan_read_range(void* address, unsigned long size) {
    check(address, size, false, __builtin_return_address(0));
}
void __tsan_write_range(void* address, unsigned long size);
void __tsan_write_range(void* address, unsigned long size) {
    check(address, size, true, __builtin_return_address(0));
}
// Host code in the same files makes and destroys objects; kernels do not.
void __tsan_vptr_update(void**, void*);
void __tsan_vptr_update(void**, void*) {}
void __tsan_vptr_read(void**);
void __tsan_vptr_read(void**) {}
void __tsan_init();
void __tsan_init() {}
void __tsan_func_entry(void*);
void __tsan_func_entry(void*) {}
void __tsan_func_exit();
void __tsan_func_exit() {}
}
