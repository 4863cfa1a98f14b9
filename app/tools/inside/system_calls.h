// A filter of the system calls that a tool has no business with.
#pragma once

namespace hadal::inside {

/// For this process and all that it becomes or begins. `network`: the network is the computer's, so that its
/// abstract sockets (of the desktop, of the session's bus) are in reach. Returns false where the kernel
/// refuses.
bool filter_system_calls(bool network);

} // namespace hadal::inside
