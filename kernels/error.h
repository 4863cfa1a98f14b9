// The one error type of everything below the interface.
#pragma once

#include <stdexcept>
#include <string>

namespace hadal {

/// What kind of thing went wrong, for callers that react; people read what().
enum class ErrorKind {
    InvalidArgument, ///< the caller broke a contract
    InvalidFile,     ///< a file is damaged, incomplete or not what its name promises
    InvalidInput,    ///< a request, message or schema cannot be used as it is
    Unsupported,     ///< understood, but this program cannot do it
    OutOfMemory,     ///< memory or device memory does not suffice
    DeviceLost,      ///< a device, or the link to it, has failed or does not answer
    EndpointLost,    ///< a server, or the network to it, has failed, does not answer or broke off
    EndpointRefused, ///< a server answered that it will not: for a key, a quota, a policy
    ContextFull,     ///< the prompt or the answer does not fit the context
    Cancelled,       ///< stopped because somebody asked for it
    Internal,        ///< a bug of this program
};

/// Says what happened, what was expected and found, and what to do: what() is one English sentence or more,
/// fit to be shown. Thrown by value, caught by reference; safe to copy between threads.
class Error : public std::runtime_error {
  public:
    Error(ErrorKind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
    ErrorKind kind() const noexcept { return kind_; }

  private:
    ErrorKind kind_;
};

} // namespace hadal
