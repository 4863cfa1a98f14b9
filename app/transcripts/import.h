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

/// What an import does to one conversation.
struct Change {
    enum Kind {
        Fresh,    ///< it is not there
        Restored, ///< it is in the bin and comes back
        Grown,    ///< it is there and gets messages
        Same      ///< there is nothing new
    };
    Kind kind = Fresh;
    QString conversation;
    QString title;
    QStringList messages; ///< that are added, parents before their children
};

/// What an import would do, before it does it.
struct Preview {
    QList<Change> changes; ///< as the file has them
    int count(Change::Kind kind) const;
    int messages() const; ///< added in all
};

/// Nothing that is there is changed or lost: what is missing is added, by id. Waits for the store.
Preview previewImport(const Imported& imported, conversations::Store& store);
/// Does it. Fails with the first error; what was added until then stays, as it does where a step says no.
/// Returns what was done.
Preview importInto(const Imported& imported, conversations::Store& store, const Step& step = {});

/// Everything that is to be written of these conversations; empty: of all. Waits for the store. Throws
/// InvalidArgument for an id that is not there.
QList<Transcript> collect(conversations::Store& store, const QStringList& ids);

} // namespace hadal::transcripts
