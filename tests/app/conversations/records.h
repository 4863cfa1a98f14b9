// Records for the tests of the conversation store.
#pragma once

#include "app/conversations/store.h"

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

} // namespace hadal::test
