// Whether the tests are built with a sanitizer.
#pragma once

namespace hadal::test {

/// Under sanitizers everything takes many times as long. There suites leave out what would only repeat, at
/// another size or under another schedule, a check that builds without them make.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

} // namespace hadal::test
