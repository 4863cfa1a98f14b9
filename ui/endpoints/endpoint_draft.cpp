#include "ui/endpoints/endpoint_draft.h"

#include "app/base/when_done.h"
#include "ui/forms/written.h"

#include <array>
#include <limits>

namespace hadal::ui {
namespace {

using remote::Endpoint;
using remote::Server;

constexpr QLatin1String keyPrefix("endpoint-");

/// What a kind of server is usually called and reached by. In the order of remote::Server.
struct Usual {
    const char* name;
    const char* url;
};
constexpr std::array<Usual, 7> usual{{{"", ""},
                                      {"vLLM", "http://localhost:8000/v1"},
                                      {"SGLang", "http://localhost:30000/v1"},
                                      {"llama.cpp", "http://localhost:8080/v1"},
                                      {"DeepSeek", "https://api.deepseek.com/v1"},
                                      {"OpenRouter", "https://openrouter.ai/api/v1"},
                                      {"OpenAI", "https://api.openai.com/v1"}}};

constexpr int mostSeconds = 86'400;

} // namespace

EndpointDraft::EndpointDraft(remote::Endpoints* endpoints, secrets::Secrets* secrets, QObject* parent)
    : QObject(parent), endpoints_(endpoints), secrets_(secrets) {
    begin({});
}

bool EndpointDraft::isOwnKey(const QString& secret) {
    return secret.startsWith(keyPrefix);
}

void EndpointDraft::begin(const QString& endpoint) {
    const Endpoint* found = endpoints_->find(endpoint);
    replaced_ = found ? *found : Endpoint();
    name_ = replaced_.name;
    url_ = replaced_.url;
    model_ = replaced_.model;
    headers_ = linesOf(replaced_.headers);
    server_ = replaced_.server;
    context_ = replaced_.contextLength > 0 ? QString::number(replaced_.contextLength) : QString();
    seconds_ = QString::number(replaced_.seconds);
    for (QString* text : {&key_, &problem_, &filledName_, &filledUrl_})
        text->clear();
    emit changed();
}

void EndpointDraft::setServer(int server) {
    server_ = Server(std::clamp(server, 0, int(usual.size()) - 1));
    const Usual& known = usual[std::size_t(server_)];
    if (name_.isEmpty() || name_ == filledName_)
        name_ = filledName_ = *known.name ? endpoints_->freeName(known.name) : QString();
    if (url_.isEmpty() || url_ == filledUrl_)
        url_ = filledUrl_ = known.url;
    emit changed();
}

QString EndpointDraft::keyName() const {
    if (isOwnKey(replaced_.key))
        return replaced_.key;
    QString slug;
    for (const QChar c : name_.trimmed().left(40))
        slug += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? c : QChar('-');
    QString name = keyPrefix + slug;
    for (int i = 2; secrets_->names().contains(name); ++i)
        name = keyPrefix + slug + '-' + QString::number(i);
    return name;
}

std::optional<Endpoint> EndpointDraft::written(QMap<QString, QString>& values) {
    const auto number = [](const QString& text, int least, int most, int otherwise) {
        return text.trimmed().isEmpty() ? std::optional(otherwise) : writtenNumber(text, least, most);
    };
    const auto context = number(context_, 0, std::numeric_limits<int>::max(), 0);
    const auto seconds = number(seconds_, 1, mostSeconds, Endpoint().seconds);
    if (!context)
        fail(tr("The context length is a whole number of tokens."));
    else if (!seconds)
        fail(tr("The time of silence is a whole number of seconds from 1 to %1.").arg(mostSeconds));
    else
        fail({});
    if (!problem_.isEmpty())
        return std::nullopt;
    Endpoint endpoint = replaced_;
    endpoint.name = name_.trimmed();
    endpoint.url = url_.trimmed();
    endpoint.model = model_.trimmed();
    endpoint.headers = writtenPairs(headers_);
    endpoint.server = server_;
    endpoint.contextLength = *context;
    endpoint.seconds = *seconds;
    if (!key_.trimmed().isEmpty()) {
        endpoint.key = keyName();
        values.insert(endpoint.key, key_.trimmed());
    }
    fail(remote::problemOf(endpoint));
    return problem_.isEmpty() ? std::optional(endpoint) : std::nullopt;
}

void EndpointDraft::save(bool forThisSession) {
    QMap<QString, QString> values;
    const auto endpoint = written(values);
    if (!endpoint)
        return;
    if (endpoint->name != replaced_.name && endpoints_->find(endpoint->name)) // before the key goes anywhere
        return fail(tr("There is an endpoint “%1” already. Choose another name.").arg(endpoint->name));
    if (values.isEmpty())
        return store(*endpoint);
    whenDone(
        secrets_->keep(endpoint->key, values.value(endpoint->key),
                       forThisSession ? secrets::Secrets::ThisSession : secrets::Secrets::InKeyring),
        this,
        [this, endpoint = *endpoint](const secrets::Answer& answer) {
            if (answer.kind == secrets::Answer::Done)
                store(endpoint);
            else if (answer.kind == secrets::Answer::NoKeyring)
                emit keyRefused(answer.problem);
            else
                fail(answer.problem);
        },
        [this](const QString& why) { fail(why); });
}

void EndpointDraft::store(const Endpoint& endpoint) {
    const QString before = replaced_.name;
    fail(endpoints_->save(endpoint, before));
    if (!problem_.isEmpty())
        return;
    key_.clear();
    replaced_ = endpoint;
    emit changed();
    emit saved(before, endpoint.name);
}

void EndpointDraft::dropKey() {
    Endpoint endpoint = replaced_;
    const QString key = std::exchange(endpoint.key, {});
    if (key.isEmpty() || !endpoints_->save(endpoint, replaced_.name).isEmpty())
        return;
    if (isOwnKey(key))
        secrets_->remove(key);
    replaced_ = endpoint;
    emit changed();
    emit saved(endpoint.name, endpoint.name);
}

void EndpointDraft::fail(const QString& problem) {
    problem_ = problem;
    emit changed();
}

} // namespace hadal::ui
