#include "ui/chat/endpoint_sentences.h"

#include <QtGlobal>

namespace hadal::ui {

std::span<const char* const> endpointSentences() {
    static const char* const all[] = {
        // What the server itself said stands at the end, as it is.
        QT_TRANSLATE_NOOP("hadal::ui::EngineMessage", "%1 It says: “%2”."),
        QT_TRANSLATE_NOOP(
            "hadal::ui::EngineMessage",
            "%1 has moved to %2. Nothing was sent there, because a key may be for one address only. If "
            "it is right, enter it in the settings of the endpoint."),
        QT_TRANSLATE_NOOP(
            "hadal::ui::EngineMessage",
            "The conversation is longer than the context of %1. Nothing was generated. Shorten it, begin "
            "a new one, or choose what to leave out."),
        QT_TRANSLATE_NOOP(
            "hadal::ui::EngineMessage",
            "%1 did not accept the key. Nothing was generated. Enter a valid key in the settings of the "
            "endpoint."),
        QT_TRANSLATE_NOOP(
            "hadal::ui::EngineMessage",
            "The account of %1 has no credit left. Nothing was generated. Top it up, or choose another "
            "model."),
        QT_TRANSLATE_NOOP(
            "hadal::ui::EngineMessage",
            "%1 does not allow this to the key. Nothing was generated. Check what the key may do, or "
            "choose another model."),
        QT_TRANSLATE_NOOP("hadal::ui::EngineMessage",
                          "%1 has no model “%2”. Choose one that it has in the settings of the endpoint."),
        QT_TRANSLATE_NOOP(
            "hadal::ui::EngineMessage",
            "There is no chat API at the address of %1. Check it in the settings of the endpoint; it "
            "often ends in /v1."),
        QT_TRANSLATE_NOOP(
            "hadal::ui::EngineMessage",
            "The proxy on the way to %1 asks for a name and password. Nothing was sent. Put them into "
            "the proxy settings of the desktop."),
        QT_TRANSLATE_NOOP("hadal::ui::EngineMessage",
                          "%1 gets too many requests, or a quota is used up. Nothing was generated. %2"),
        QT_TRANSLATE_NOOP("hadal::ui::EngineMessage", "Ask again in %1 seconds."),
        QT_TRANSLATE_NOOP("hadal::ui::EngineMessage", "Ask again later."),
        QT_TRANSLATE_NOOP(
            "hadal::ui::EngineMessage",
            "%1 has a problem of its own (status %2). Nothing was generated. Ask again, or look at the "
            "server."),
        QT_TRANSLATE_NOOP(
            "hadal::ui::EngineMessage",
            "The request is too large for %1. Nothing was generated. Shorten the conversation."),
        QT_TRANSLATE_NOOP(
            "hadal::ui::EngineMessage",
            "%1 does not take the field “%2” of the request as it is. Nothing was generated. %3"),
        QT_TRANSLATE_NOOP("hadal::ui::EngineMessage",
                          "Switch the tools off in this chat, or start the server so that it takes tools."),
        QT_TRANSLATE_NOOP("hadal::ui::EngineMessage",
                          "Let this chat answer in free text or any JSON, or choose another model."),
        QT_TRANSLATE_NOOP("hadal::ui::EngineMessage",
                          "Choose what kind of server it is in the settings of the endpoint."),
        QT_TRANSLATE_NOOP("hadal::ui::EngineMessage", "Begin a new chat, or choose another model."),
        QT_TRANSLATE_NOOP("hadal::ui::EngineMessage",
                          "Choose a model that it has in the settings of the endpoint."),
        QT_TRANSLATE_NOOP("hadal::ui::EngineMessage", "Set it back in the settings of this chat."),
        QT_TRANSLATE_NOOP(
            "hadal::ui::EngineMessage",
            "%1 refused the request (status %2). Nothing was generated. Check the address and the kind of "
            "server in the settings of the endpoint."),
        QT_TRANSLATE_NOOP("hadal::ui::EngineMessage", "The text so far is kept."),
        QT_TRANSLATE_NOOP("hadal::ui::EngineMessage", "Nothing was generated."),
        QT_TRANSLATE_NOOP("hadal::ui::EngineMessage", "%1 broke the answer off. %2 Ask again."),
        QT_TRANSLATE_NOOP(
            "hadal::ui::EngineMessage",
            "%1 ended the answer by its content filter. The text so far is kept. Put the question in "
            "other words, or choose another model."),
        QT_TRANSLATE_NOOP(
            "hadal::ui::EngineMessage",
            "%1 refused the connection. Nothing was sent. Check that a server runs at %2, or choose "
            "another model."),
        QT_TRANSLATE_NOOP(
            "hadal::ui::EngineMessage",
            "The computer %1 of %2 was not found. Nothing was sent. Check the address and the network."),
        QT_TRANSLATE_NOOP(
            "hadal::ui::EngineMessage",
            "The connection to %1 is not safe: %2 Nothing was sent. Check the address, or give the server "
            "a certificate that this computer trusts."),
        QT_TRANSLATE_NOOP(
            "hadal::ui::EngineMessage",
            "The proxy on the way to %1 failed: %2 Nothing was generated. Check the proxy settings of the "
            "desktop."),
        QT_TRANSLATE_NOOP(
            "hadal::ui::EngineMessage",
            "%1 has not said anything for too long. %2 Ask again, or allow it more time in the settings "
            "of the endpoint."),
        QT_TRANSLATE_NOOP("hadal::ui::EngineMessage",
                          "%1 sent more than any answer has. %2 Choose another model."),
        QT_TRANSLATE_NOOP("hadal::ui::EngineMessage",
                          "The connection to %1 closed before the answer was complete. %2 Ask again."),
        QT_TRANSLATE_NOOP("hadal::ui::EngineMessage", "The connection to %1 failed: %2. %3 Ask again."),
        QT_TRANSLATE_NOOP(
            "hadal::ui::EngineMessage",
            "%1 answers, but not with a list of models. Check its address in the settings of the "
            "endpoint; it often ends in /v1."),
        QT_TRANSLATE_NOOP("hadal::ui::EngineMessage",
                          "%1 has no model. Load one there, or name one in the settings of the endpoint."),
        QT_TRANSLATE_NOOP("hadal::ui::EngineMessage",
                          "An answer in an enforced format cannot be continued. Ask for the answer again."),
        QT_TRANSLATE_NOOP("hadal::ui::EngineMessage",
                          "This endpoint cannot go on with what was begun. Ask for the answer again."),
        QT_TRANSLATE_NOOP("hadal::ui::EngineMessage", "Answers come whole: nothing is shown until the end."),
        QT_TRANSLATE_NOOP("hadal::ui::EngineMessage", "It did not call a tool that it had to call."),
        QT_TRANSLATE_NOOP("hadal::ui::EngineMessage", "The answer was not as the schema says."),
        QT_TRANSLATE_NOOP("hadal::ui::EngineMessage", "An endpoint needs a name."),
        QT_TRANSLATE_NOOP("hadal::ui::EngineMessage",
                          "The address of an endpoint begins with https:// or http://, as in "
                          "http://localhost:30000/v1."),
        QT_TRANSLATE_NOOP(
            "hadal::ui::EngineMessage",
            "The address holds a name or password. Put it into a header, with the secret in the keyring."),
        QT_TRANSLATE_NOOP("hadal::ui::EngineMessage",
                          "The address goes on after “?” or “#”. Enter it up to its path, often /v1."),
        QT_TRANSLATE_NOOP("hadal::ui::EngineMessage",
                          "“%1” is no name of a header. Write NAME=VALUE, one a line."),
        QT_TRANSLATE_NOOP("hadal::ui::EngineMessage",
                          "The header “%1” is set by Hadal itself. Leave it out."),
        QT_TRANSLATE_NOOP(
            "hadal::ui::EngineMessage",
            "Keys are sent over https:// or within the local network only, and this address begins with "
            "http://. Use https://, or leave the key out."),
        QT_TRANSLATE_NOOP("hadal::ui::EngineMessage",
                          "There is an endpoint “%1” already. Choose another name."),
    };
    return all;
}

} // namespace hadal::ui
