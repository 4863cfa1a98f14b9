// Checks of typed errors: the kind, and what a person would read.
#pragma once

#include "kernels/error.h"

#include <QTest>

#include <functional>
#include <string>
#include <vector>

namespace hadal::test {

/// Runs `body`, which must throw hadal::Error of this kind with every one of `words` in its message.
inline void expect_error(ErrorKind kind, const std::vector<std::string>& words,
                         const std::function<void()>& body) {
    try {
        body();
    } catch (const Error& error) {
        const std::string message = error.what();
        QVERIFY2(error.kind() == kind, ("unexpected kind; the message was: " + message).c_str());
        for (const std::string& word : words)
            QVERIFY2(message.find(word) != std::string::npos,
                     ("\"" + word + "\" is not in the message: " + message).c_str());
        return;
    }
    QFAIL("no error was thrown");
}

} // namespace hadal::test
