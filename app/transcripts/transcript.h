// A conversation on its way out of Hadal or into it.
#pragma once

#include "app/conversations/message.h"

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
    bool thinking = false; ///< the reasoning before answers
    bool tools = true;     ///< calls and their results
    bool metadata = false; ///< models, times and counts
};

/// The words that a written conversation needs, in the language of whoever reads it.
struct Words {
    QString you = "You";
    QString answer = "Answer"; ///< where the model's name is not known
    QString system = "System";
    QString thinking = "Thinking";
    QString call = "Call of %1";
    QString result = "Result of %1";
    QString tokens = "%1 tokens";
};

/// One part of what is written: a message, or what belongs to it.
struct Passage {
    enum Kind { Person, Answer, System, Thinking, Call, Result };
    Kind kind = Person;
    QString heading;
    QString text;     ///< Markdown of an Answer or Thinking, JSON of a Call, else plain
    QString metadata; ///< one line; empty: none
};

/// The passages of a branch, in order.
QList<Passage> passages(const Transcript& transcript, const Choice& choice, const Words& words = {});

/// A file name for a conversation without its ending: what every file system takes.
QString fileName(const conversations::Conversation& conversation);

} // namespace hadal::transcripts
