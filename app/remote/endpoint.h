// A model that somebody else runs: an address that speaks OpenAI's chat API, and what the person says of it.
#pragma once

#include "engine/base/json.h"

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QStringList>
#include <QUrl>

namespace hadal::remote {

/// What answers at the address: servers that speak the same API differ in what they add to it.
enum class Server {
    Auto, ///< as its host, and its list of models, tell
    Vllm,
    Sglang,
    LlamaCpp,
    DeepSeek,   ///< DeepSeek's own service
    OpenRouter, ///< and routers that pass on its fields
    Plain,      ///< the fields of OpenAI's API and no others
};

struct Endpoint {
    QString name;                   ///< for people; unique
    QString url;                    ///< as the person wrote it; see baseUrl()
    QString model;                  ///< as the server calls it; empty: the first of its list
    QString key;                    ///< the name of a secret in the keyring; empty: none is sent
    QMap<QString, QString> headers; ///< further ones; values are templates with {{secret:NAME}}
    Server server = Server::Auto;
    qint64 contextLength = 0;   ///< tokens; 0: as the server says
    int seconds = 600;          ///< that it may be silent
    Json rest = Json::object(); ///< what else the file says of it, kept

    /// All secrets that it needs, each once.
    QStringList secretNames() const;
    bool operator==(const Endpoint&) const = default;
};

/// What is wrong with it; empty for nothing. Secrets are sent over TLS, or within this computer or its local
/// network; nowhere else.
QString problemOf(const Endpoint& endpoint);

/// The address that paths are joined to, without a slash at its end: `/v1` is added where there is no path,
/// and `/chat/completions`, which people copy with it, is taken off.
QUrl baseUrl(const QString& url);
/// Its host, with the port where that is not the usual one.
QString hostOf(const Endpoint& endpoint);

/// {"name", "url", "model", "key", "headers", "server", "context", "seconds"}; what is as it is by itself is
/// left out. Reading throws Error(InvalidInput) that names the member.
Json toJson(const Endpoint& endpoint);
Endpoint readEndpoint(const Json& json);

/// "auto", "vllm", "sglang", "llama.cpp", "deepseek", "openrouter", "openai".
QString nameOf(Server server);

/// An endpoint with its secrets filled in: what requests are made of. Lives in memory only.
struct Access {
    QUrl base;
    QList<QPair<QByteArray, QByteArray>> headers; ///< the key's among them
    QStringList secrets;                          ///< values that no text may repeat
};
/// `values` has all secretNames(). Throws Error(InvalidInput) where the endpoint has a problem, or a value
/// cannot stand in a header; never naming a value.
Access accessTo(const Endpoint& endpoint, const QMap<QString, QString>& values);

} // namespace hadal::remote
