// Times of frames and how they are told.
#pragma once

#include <QCoreApplication>
#include <QEvent>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <vector>

namespace hadal::ui::bench {

/// Milliseconds that this process has worked: other programs do not count.
inline double worked() {
    return 1e3 * double(std::clock()) / CLOCKS_PER_SEC;
}

/// A turn of the event loop, with what it ends by: outside of one, nothing that is to go goes.
inline void turn() {
    QCoreApplication::processEvents();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

/// The value below which a part of all lies.
inline double quantile(std::vector<double> values, double part) {
    if (values.empty())
        return 0;
    const auto at = std::min(values.size() - 1, std::size_t(part * double(values.size())));
    std::nth_element(values.begin(), values.begin() + std::ptrdiff_t(at), values.end());
    return values[at];
}

/// Of the second tenth and of the last: a flat cost has the same in both.
struct Ends {
    double early;
    double late;
};
inline Ends ends(const std::vector<double>& values) {
    const auto tenth = std::ptrdiff_t(values.size() / 10);
    return {quantile({values.begin() + tenth, values.begin() + 2 * tenth}, 0.5),
            quantile({values.end() - tenth, values.end()}, 0.5)};
}

/// A line of the table: what, how much, what is aimed at.
inline void row(const char* what, double value, const char* unit, double goal) {
    std::printf("%-52s %9.2f %-6s %9.2f  %s\n", what, value, unit, goal, value <= goal ? "met" : "MISSED");
    std::fflush(stdout);
}

} // namespace hadal::ui::bench
