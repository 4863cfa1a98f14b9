// A conversation on its way out of Hadal or into it.
#pragma once

#include "app/conversations/message.h"

#include <functional>

namespace hadal::transcripts {

/// A conversation and all its messages, every version, in the order they were added.
struct Transcript {
    conversations::Conversation conversation;
    QList<conversations::Message> messages;
    bool operator==(const Transcript&) const = default;
};

/// What of a conversation is written for people. JSON is for programs and always holds everything.
struct Choice {
    QString leaf;          ///< the branch that ends there; empty: the one that is shown
    bool versions = false; ///< every version of every message, instead of one branch
    bool thinking = false; ///< the reasoning before answers
    bool tools = true;     ///< calls and their results
    bool files = true;     ///< what is in the files that go with messages
    bool metadata = false; ///< models, times and counts
};

/// The words that a written conversation needs, in the language of whoever reads it.
struct Words {
    QString you = "You";
    QString answer = "Answer"; ///< where the model's name is not known
    QString system = "System";
    QString file = "File %1";
    QString thinking = "Thinking";
    QString call = "Call of %1";
    QString changedCall = "Call of %1, changed before it ran";
    QString result = "Result of %1";
    QString tokens = "%1 tokens";
    QString version = "Version %1 of %2";
};

/// One part of what is written: a message, or what belongs to it.
struct Passage {
    enum Kind { Person, File, Answer, System, Thinking, Call, Result, Version };
    Kind kind = Person;
    QString heading;
    QString text;     ///< Markdown of an Answer or Thinking, JSON of a Call, nothing of a Version, else plain
    QString metadata; ///< one line; empty: none
};

/// Is told how many conversations are done. False: no more are to be done.
using Step = std::function<bool(int done)>;

/// The passages of a branch, in order. Of all versions: what they have in common once, then each version with
/// all that follows it, oldest first, under a passage that numbers it.
QList<Passage> passages(const Transcript& transcript, const Choice& choice, const Words& words = {});

/// A file name for a conversation without its ending: what every file system takes.
QString fileName(const conversations::Conversation& conversation);

} // namespace hadal::transcripts
