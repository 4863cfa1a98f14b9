#include "app/conversations/schema.h"

namespace hadal::conversations {

const Migrations& migrations() {
    // Times are milliseconds since 1970, UTC. `seq` keeps the order in which messages were added.
    static const Migrations steps = {
        {
            R"(CREATE TABLE conversations (
                   id       TEXT PRIMARY KEY,
                   title    TEXT NOT NULL,
                   created  INTEGER NOT NULL,
                   updated  INTEGER NOT NULL,
                   pinned   INTEGER NOT NULL DEFAULT 0,
                   leaf     TEXT NOT NULL DEFAULT '',
                   draft    TEXT NOT NULL DEFAULT '',
                   settings TEXT NOT NULL DEFAULT '{}',
                   removed  INTEGER))",
            R"(CREATE TABLE messages (
                   seq               INTEGER PRIMARY KEY AUTOINCREMENT,
                   id                TEXT NOT NULL UNIQUE,
                   conversation      TEXT NOT NULL REFERENCES conversations(id),
                   parent            TEXT NOT NULL DEFAULT '',
                   role              TEXT NOT NULL,
                   content           TEXT NOT NULL DEFAULT '',
                   reasoning         TEXT NOT NULL DEFAULT '',
                   tool_calls        TEXT NOT NULL DEFAULT '[]',
                   tool_call_id      TEXT NOT NULL DEFAULT '',
                   model             TEXT NOT NULL DEFAULT '',
                   state             TEXT NOT NULL,
                   error             TEXT NOT NULL DEFAULT '',
                   prompt_tokens     INTEGER NOT NULL DEFAULT 0,
                   cached_tokens     INTEGER NOT NULL DEFAULT 0,
                   completion_tokens INTEGER NOT NULL DEFAULT 0,
                   reasoning_tokens  INTEGER NOT NULL DEFAULT 0,
                   first_token_s     REAL NOT NULL DEFAULT 0,
                   reasoning_s       REAL NOT NULL DEFAULT 0,
                   tokens_per_s      REAL NOT NULL DEFAULT 0,
                   created           INTEGER NOT NULL))",
            "CREATE INDEX messages_by_conversation ON messages(conversation, seq)",
        },
        {
            "ALTER TABLE conversations ADD COLUMN folder TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE conversations ADD COLUMN archived INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE conversations ADD COLUMN draft_files TEXT NOT NULL DEFAULT '[]'",
            "ALTER TABLE conversations ADD COLUMN queue TEXT NOT NULL DEFAULT '[]'",
            "ALTER TABLE conversations ADD COLUMN edits TEXT NOT NULL DEFAULT '{}'",
            R"(CREATE TABLE folders (
                   id      TEXT PRIMARY KEY,
                   name    TEXT NOT NULL,
                   created INTEGER NOT NULL,
                   open    INTEGER NOT NULL DEFAULT 1,
                   removed INTEGER))",
            "ALTER TABLE messages ADD COLUMN files TEXT NOT NULL DEFAULT '[]'",
            "ALTER TABLE messages ADD COLUMN name TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE messages ADD COLUMN starred INTEGER NOT NULL DEFAULT 0",
            // The words of messages that have ended, by seq; search_text.h says how a text is cut. `indexed`
            // says whether a message's words are there.
            "ALTER TABLE messages ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0",
            "CREATE INDEX messages_unindexed ON messages(seq) WHERE indexed = 0",
            R"(CREATE VIRTUAL TABLE words USING fts5(
                   text, content = '', prefix = '1 2', tokenize = 'unicode61 remove_diacritics 2'))",
        },
        {
            "ALTER TABLE messages ADD COLUMN run TEXT NOT NULL DEFAULT '{}'",
        },
    };
    return steps;
}

} // namespace hadal::conversations
