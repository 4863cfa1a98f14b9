#include "app/remote/endpoint.h"

#include "app/secrets/secrets.h"
#include "kernels/error.h"

#include <QHostAddress>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <limits>

namespace hadal::remote {
namespace {

constexpr std::array<std::pair<Server, const char*>, 7> serverNames{{{Server::Auto, "auto"},
                                                                     {Server::Vllm, "vllm"},
                                                                     {Server::Sglang, "sglang"},
                                                                     {Server::LlamaCpp, "llama.cpp"},
                                                                     {Server::DeepSeek, "deepseek"},
                                                                     {Server::OpenRouter, "openrouter"},
                                                                     {Server::Plain, "openai"}}};
constexpr int mostSeconds = 86'400;

/// This computer, or the network behind the same router: an address that is private, or a name without a dot.
bool isNear(const QUrl& url) {
    const QString host = url.host();
    const QHostAddress address(host);
    if (address.isNull())
        return !host.contains('.') || host.endsWith(".local") || host.endsWith(".lan") ||
               host.endsWith(".internal") || host.endsWith(".localhost");
    return address.isLoopback() || address.isLinkLocal() || address.isUniqueLocalUnicast() ||
           address.isInSubnet(QHostAddress("10.0.0.0"), 8) ||
           address.isInSubnet(QHostAddress("172.16.0.0"), 12) ||
           address.isInSubnet(QHostAddress("192.168.0.0"), 16) ||
           address.isInSubnet(QHostAddress("100.64.0.0"), 10);
}

bool isHeaderName(const QString& name) {
    static const QRegularExpression token(QRegularExpression::anchoredPattern("[A-Za-z0-9!#$%&'*+.^_`|~-]+"));
    return token.match(name).hasMatch();
}

/// These are the program's own business, or the connection's.
bool isReserved(const QString& name) {
    static const QStringList own{"host",   "content-length",  "content-type",      "transfer-encoding",
                                 "accept", "accept-encoding", "connection",        "upgrade",
                                 "te",     "trailer",         "proxy-authenticate"};
    return own.contains(name.toLower());
}

[[noreturn]] void refuse(const char* member, const std::string& expected, const Json& found) {
    throw Error(ErrorKind::InvalidInput, std::string("Expected \"") + member + "\" of an endpoint as " +
                                             expected + ", found " + print_compact(found).substr(0, 100) +
                                             ".");
}

QString text(const Json& json, const char* member) {
    const auto found = json.find(member);
    if (found == json.end() || found->is_null())
        return {};
    if (!found->is_string())
        refuse(member, "text", *found);
    return QString::fromStdString(found->get<std::string>());
}

qint64 number(const Json& json, const char* member, qint64 least, qint64 most, qint64 otherwise) {
    const auto found = json.find(member);
    if (found == json.end() || found->is_null())
        return otherwise;
    if (!found->is_number_integer() || *found < least || *found > most)
        refuse(member, "a whole number from " + std::to_string(least) + " to " + std::to_string(most),
               *found);
    return found->get<qint64>();
}

} // namespace

QStringList Endpoint::secretNames() const {
    QStringList names;
    if (!key.isEmpty())
        names += key;
    for (const QString& value : headers)
        for (const QString& secret : secrets::secretNames(value))
            if (!names.contains(secret))
                names += secret;
    return names;
}

QUrl baseUrl(const QString& text) {
    QUrl url(text.trimmed(), QUrl::StrictMode);
    QString path = url.path();
    const auto trim = [&path] {
        while (path.endsWith('/'))
            path.chop(1);
    };
    trim();
    for (const char* tail : {"/chat/completions", "/models"})
        if (path.endsWith(QLatin1String(tail)))
            path.chop(qsizetype(qstrlen(tail)));
    trim();
    url.setPath(path.isEmpty() ? "/v1" : path);
    return url;
}

QString hostOf(const Endpoint& endpoint) {
    const QUrl url = baseUrl(endpoint.url);
    return url.port() < 0 ? url.host() : QString("%1:%2").arg(url.host()).arg(url.port());
}

QString problemOf(const Endpoint& endpoint) {
    if (endpoint.name.trimmed().isEmpty())
        return QString("An endpoint needs a name.");
    const QUrl url = baseUrl(endpoint.url);
    if (!url.isValid() || url.host().isEmpty() || (url.scheme() != "https" && url.scheme() != "http"))
        return QString(
            "The address of an endpoint begins with https:// or http://, as in http://localhost:30000/v1.");
    if (!url.userInfo().isEmpty())
        return QString(
            "The address holds a name or password. Put it into a header, with the secret in the keyring.");
    if (url.hasQuery() || url.hasFragment())
        return QString("The address goes on after “?” or “#”. Enter it up to its path, often /v1.");
    if (!endpoint.key.isEmpty() && !secrets::Secrets::nameProblem(endpoint.key).isEmpty())
        return secrets::Secrets::nameProblem(endpoint.key);
    for (auto it = endpoint.headers.cbegin(); it != endpoint.headers.cend(); ++it) {
        if (!isHeaderName(it.key()))
            return QString("“%1” is no name of a header. Write NAME=VALUE, one a line.").arg(it.key());
        if (isReserved(it.key()))
            return QString("The header “%1” is set by Hadal itself. Leave it out.").arg(it.key());
        if (it.value().contains('\n') || it.value().contains('\r'))
            return QString("The value of the header “%1” has more than one line.").arg(it.key());
    }
    if (url.scheme() != "https" && !endpoint.secretNames().isEmpty() && !isNear(url))
        return QString(
            "Keys are sent over https:// or within the local network only, and this address begins with "
            "http://. Use https://, or leave the key out.");
    if (endpoint.contextLength < 0)
        return QString("The context length is a whole number of tokens; 0 leaves it to the server.");
    if (endpoint.seconds < 1 || endpoint.seconds > mostSeconds)
        return QString("The time that the server may be silent is a whole number of seconds from 1 to %1.")
            .arg(mostSeconds);
    return {};
}

QString nameOf(Server server) {
    for (const auto& [value, name] : serverNames)
        if (value == server)
            return name;
    return {};
}

Json toJson(const Endpoint& endpoint) {
    Json json = endpoint.rest;
    const auto put = [&json](const char* member, const QString& value) {
        if (!value.isEmpty())
            json[member] = value.toStdString();
    };
    put("name", endpoint.name);
    put("url", endpoint.url);
    put("model", endpoint.model);
    put("key", endpoint.key);
    for (auto it = endpoint.headers.cbegin(); it != endpoint.headers.cend(); ++it)
        json["headers"][it.key().toStdString()] = it.value().toStdString();
    if (endpoint.server != Server::Auto)
        put("server", nameOf(endpoint.server));
    if (endpoint.contextLength > 0)
        json["context"] = endpoint.contextLength;
    if (endpoint.seconds != Endpoint().seconds)
        json["seconds"] = endpoint.seconds;
    return json;
}

Endpoint readEndpoint(const Json& json) {
    if (!json.is_object())
        throw Error(ErrorKind::InvalidInput,
                    std::string("Expected an endpoint as an object, found ") + json.type_name() + ".");
    Endpoint endpoint;
    endpoint.name = text(json, "name");
    endpoint.url = text(json, "url");
    endpoint.model = text(json, "model");
    endpoint.key = text(json, "key");
    if (const auto headers = json.find("headers"); headers != json.end()) {
        if (!headers->is_object())
            refuse("headers", "an object", *headers);
        for (const auto& [name, value] : headers->items()) {
            if (!value.is_string())
                refuse("headers", "an object of texts", *headers);
            endpoint.headers.insert(QString::fromStdString(name),
                                    QString::fromStdString(value.get<std::string>()));
        }
    }
    if (const QString server = text(json, "server"); !server.isEmpty()) {
        const auto found = std::find_if(serverNames.begin(), serverNames.end(),
                                        [&](const auto& entry) { return server == entry.second; });
        if (found == serverNames.end())
            refuse("server", "auto, vllm, sglang, llama.cpp, deepseek, openrouter or openai", json["server"]);
        endpoint.server = found->first;
    }
    endpoint.contextLength = number(json, "context", 0, std::numeric_limits<int>::max(), 0);
    endpoint.seconds = int(number(json, "seconds", 1, mostSeconds, endpoint.seconds));
    endpoint.rest = json;
    for (const char* known : {"name", "url", "model", "key", "headers", "server", "context", "seconds"})
        endpoint.rest.erase(known);
    return endpoint;
}

Access accessTo(const Endpoint& endpoint, const QMap<QString, QString>& values) {
    if (const QString problem = problemOf(endpoint); !problem.isEmpty())
        throw Error(ErrorKind::InvalidInput, problem.toStdString());
    Access access{baseUrl(endpoint.url), {}, {}};
    const auto add = [&access](const QString& name, const QString& value) {
        const QByteArray bytes = value.toUtf8();
        if (std::any_of(bytes.begin(), bytes.end(),
                        [](char c) { return (c >= 0 && c < 0x20 && c != '\t') || c == 0x7f; }))
            throw Error(ErrorKind::InvalidInput, "The value of the header “" + name.toStdString() +
                                                     "” holds a line break or another control character, so "
                                                     "it was not sent. Enter the secret again.");
        access.headers += {name.toLatin1(), bytes};
    };
    if (!endpoint.key.isEmpty())
        add("Authorization", "Bearer " + values.value(endpoint.key).trimmed());
    for (auto it = endpoint.headers.cbegin(); it != endpoint.headers.cend(); ++it)
        add(it.key(), secrets::filled(it.value(), values));
    for (const QString& value : values)
        access.secrets << value << value.trimmed();
    return access;
}

} // namespace hadal::remote
