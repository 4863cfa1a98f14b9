// The tables, as a list of steps from one version of the database to the next.
#pragma once

#include <QStringList>

#include <vector>

namespace hadal::conversations {

/// Statements that lead from version i to version i + 1 (PRAGMA user_version), i being the place in the
/// list. A released step is never changed; a new need is a new step at the end.
using Migrations = std::vector<QStringList>;

const Migrations& migrations();

} // namespace hadal::conversations
