// Conversations from a file into the store.
#pragma once

#include "app/conversations/store.h"
#include "app/transcripts/foreign.h"

namespace hadal::transcripts {

/// What a file holds.
struct Imported {
    Source source = Source::Hadal;
    QList<Transcript> transcripts;
    QStringList problems; ///< what had to be left out, for people
};

/// Finds out who wrote the file. Throws InvalidFile saying what was expected where nobody known did.
Imported readImport(const QByteArray& file);

/// What an import would do, before it does it.
struct Preview {
    int fresh = 0;    ///< conversations that are not there
    int grown = 0;    ///< that are there and get messages
    int same = 0;     ///< that have nothing new
    int messages = 0; ///< to be added in all
};

/// Nothing that is there is changed or lost: what is missing is added, by id. Waits for the store.
Preview previewImport(const Imported& imported, conversations::Store& store);
/// Does it. Fails with the first error; what was added until then stays.
Preview importInto(const Imported& imported, conversations::Store& store);

/// Everything that is to be written of these conversations; empty: of all. Waits for the store. Throws
/// InvalidArgument for an id that is not there.
QList<Transcript> collect(conversations::Store& store, const QStringList& ids);

} // namespace hadal::transcripts
