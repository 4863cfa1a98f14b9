// Records for the tests of the conversation store, and what its calls failed with.
#pragma once

#include "app/conversations/store.h"
#include "kernels/error.h"

#include <optional>

namespace hadal::test {

inline conversations::Conversation conversation(const QString& title) {
    conversations::Conversation made;
    made.id = conversations::newId();
    made.title = title;
    made.created = made.updated = QDateTime::fromMSecsSinceEpoch(1'700'000'000'123, Qt::UTC);
    return made;
}

inline conversations::Message message(const conversations::Conversation& where, const QString& parent,
                                      const QString& content,
                                      conversations::Role role = conversations::Role::User) {
    conversations::Message made;
    made.id = conversations::newId();
    made.conversation = where.id;
    made.parent = parent;
    made.role = role;
    made.content = content;
    made.created = QDateTime::fromMSecsSinceEpoch(1'700'000'000'456, Qt::UTC);
    return made;
}

inline conversations::SearchQuery looking(const QString& text) {
    conversations::SearchQuery query;
    query.text = text;
    return query;
}

/// What a future failed with; nothing when it did not.
template <typename Result>
std::optional<Error> errorOf(QFuture<Result> future) {
    try {
        future.waitForFinished();
    } catch (const Error& error) {
        return error;
    }
    return std::nullopt;
}

} // namespace hadal::test
