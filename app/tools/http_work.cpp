// One HTTP request.
#include "app/tools/addresses.h"
#include "app/tools/html_text.h"
#include "app/tools/http_template.h"
#include "app/tools/local_run.h"
#include "kernels/error.h"

#include <QHostInfo>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPointer>
#include <QStringDecoder>

#include <algorithm>

namespace hadal::tools {
namespace {

constexpr int mostRedirects = 5;
constexpr qint64 mostBytes = 16 << 20;

bool sameOrigin(const QUrl& a, const QUrl& b) {
    const auto port = [](const QUrl& url) { return url.port(url.scheme() == u"https" ? 443 : 80); };
    // From http to https of the same host is no step down.
    const bool upgraded = a.scheme() == u"http" && b.scheme() == u"https" && port(a) == 80 && port(b) == 443;
    return a.host() == b.host() && ((a.scheme() == b.scheme() && port(a) == port(b)) || upgraded);
}

class HttpWork : public Work {
  public:
    HttpWork(Job job, QNetworkAccessManager* network, QObject* parent)
        : Work(std::move(job), parent), network_(network),
          http_(std::get<HttpAction>(this->job().tool.action)),
          url_(filledUrl(http_.url, this->job().arguments, this->job().secrets)), method_(http_.method),
          anyHost_(takesAnyHost(http_.url)) {
        QString contentType;
        for (auto it = http_.headers.begin(); it != http_.headers.end(); ++it) {
            headers_[it.key()] = filledHeader(it.value(), this->job().arguments, this->job().secrets);
            if (it.key().compare(u"content-type", Qt::CaseInsensitive) == 0)
                contentType = QString::fromUtf8(headers_[it.key()]);
        }
        if (method_ != u"GET" && method_ != u"HEAD") {
            if (contentType.isEmpty() && !http_.body.isEmpty()) {
                const QChar first = http_.body.trimmed().front();
                contentType =
                    first == u'{' || first == u'[' ? u"application/json"_qs : u"text/plain; charset=utf-8"_qs;
                headers_["Content-Type"] = contentType.toUtf8();
            }
            body_ = filledBody(http_.body, contentType, this->job().arguments, this->job().secrets);
        }
    }

    ~HttpWork() override {
        over_ = true;
        if (reply_)
            reply_->abort();
        if (lookup_ >= 0)
            QHostInfo::abortHostLookup(lookup_);
    }

    void start() override {
        if (!anyHost_)
            return send({});
        // An argument chose the host. It is looked up here, and the address that was found public is the one
        // that is connected to: a second look-up might find another.
        lookup_ = QHostInfo::lookupHost(url_.host(), this, [this](const QHostInfo& info) {
            lookup_ = -1;
            if (over_)
                return;
            const auto addresses = info.addresses();
            if (addresses.isEmpty())
                return finish(RunResult::Failed,
                              u"The host %1 is not found: %2."_qs.arg(url_.host(), info.errorString()));
            if (!std::all_of(addresses.begin(), addresses.end(), isPublic))
                return finish(
                    RunResult::NotStarted,
                    u"%1 is an address of this computer or its local network. A tool whose address is an "
                    "argument reaches the public network only."_qs.arg(url_.host()));
            send(addresses.front());
        });
    }

    void stop(RunResult::Status why) override { finish(why, {}); }

  private:
    void send(const QHostAddress& address) {
        QUrl target = url_;
        target.setFragment({});
        QNetworkRequest request;
        if (!address.isNull()) {
            target.setHost(address.toString());
            request.setPeerVerifyName(url_.host());
            request.setRawHeader("Host", url_.authority(QUrl::FullyEncoded).toLatin1());
            request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false); // its host is the URL's
        }
        request.setUrl(target);
        request.setRawHeader("User-Agent", "Hadal");
        for (auto it = headers_.begin(); it != headers_.end(); ++it)
            request.setRawHeader(it.key().toLatin1(), it.value());
        request.setAttribute(QNetworkRequest::User,
                             u"tool %1"_qs.arg(job().tool.name)); // for the list of connections
        request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
        request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
        request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
        request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
        request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
        request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
        received_.clear();
        reply_ = network_->sendCustomRequest(request, method_.toLatin1(), body_);
        reply_->setReadBufferSize(1 << 20);
        connect(reply_, &QIODevice::readyRead, this, &HttpWork::read);
        connect(reply_, &QNetworkReply::finished, this, &HttpWork::replied);
    }

    void read() {
        received_ += reply_->read(mostBytes - received_.size());
        if (received_.size() < mostBytes)
            return;
        tooMuch_ = true;
        reply_->abort();
    }

    void replied() {
        QNetworkReply* reply = reply_;
        reply_ = nullptr;
        reply->deleteLater();
        if (over_)
            return;
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        if (!tooMuch_)
            received_ += reply->readAll();
        if (status == 0)
            return finish(RunResult::Failed, u"%1: %2."_qs.arg(url_.host(), reply->errorString()));
        const QUrl redirect = reply->attribute(QNetworkRequest::RedirectionTargetAttribute).toUrl();
        if (redirect.isValid() && status >= 300 && status < 400)
            return follow(url_.resolved(redirect), status);
        QString text;
        if (status >= 400)
            text = u"HTTP %1 %2\n"_qs.arg(status).arg(
                reply->attribute(QNetworkRequest::HttpReasonPhraseAttribute).toString());
        text += readable(reply->header(QNetworkRequest::ContentTypeHeader).toString());
        if (tooMuch_)
            text += u"\n[… more than %1 MiB: the rest was not read]"_qs.arg(mostBytes >> 20);
        else if (reply->error() != QNetworkReply::NoError && status < 400)
            return finish(RunResult::Failed, text + u"\n[broken off: %1]"_qs.arg(reply->errorString()));
        else if (const qint64 missing = missingBytes(*reply); missing > 0)
            return finish(RunResult::Failed, text + u"\n[broken off: %1 bytes are missing]"_qs.arg(missing));
        finish(status >= 400 ? RunResult::Failed : RunResult::Done, text);
    }

    /// Qt 6.4 takes a connection that is closed too early for the end of the answer when its data and its end
    /// arrive together. Of an answer in chunks nobody can tell then.
    qint64 missingBytes(const QNetworkReply& reply) const {
        const QVariant announced = reply.header(QNetworkRequest::ContentLengthHeader);
        const bool comparable = method_ != u"HEAD" && !reply.hasRawHeader("Content-Encoding");
        return announced.isValid() && comparable ? announced.toLongLong() - received_.size() : 0;
    }

    /// To the same host; where else it leads is only said.
    void follow(const QUrl& target, int status) {
        if (!sameOrigin(url_, target))
            return finish(
                RunResult::Done,
                u"HTTP %1: the address has moved to %2, another host. It was not followed."_qs.arg(status)
                    .arg(target.toString(QUrl::RemoveUserInfo | QUrl::FullyEncoded)));
        if (++redirects_ > mostRedirects)
            return finish(RunResult::Failed,
                          u"The address was redirected more than %1 times."_qs.arg(mostRedirects));
        url_ = target;
        if (status == 303 || ((status == 301 || status == 302) && method_ == u"POST")) {
            method_ = "GET";
            body_.clear();
            for (const char* header : {"Content-Type", "content-type", "Content-type"})
                headers_.remove(header);
        }
        start();
    }

    QString readable(const QString& contentType) const {
        const QString type = contentType.section(u';', 0, 0).trimmed().toLower();
        const bool isText = type.isEmpty() || type.startsWith(u"text/") || type.endsWith(u"json") ||
                            type.endsWith(u"xml") || type.endsWith(u"javascript") || type.endsWith(u"yaml") ||
                            type.endsWith(u"urlencoded") || type.endsWith(u"x-ndjson");
        if (received_.isEmpty())
            return {};
        if (!isText || received_.left(8192).contains('\0'))
            return u"[%1, %2 bytes, not shown: it is no text]"_qs.arg(type.isEmpty() ? u"data"_qs : type)
                .arg(received_.size());
        QByteArray charset;
        for (const QString& part : contentType.split(u';'))
            if (part.trimmed().startsWith(u"charset=", Qt::CaseInsensitive))
                charset = part.section(u'=', 1).remove(u'"').trimmed().toLatin1();
        const auto encoding = QStringConverter::encodingForName(charset);
        QString text = QStringDecoder(encoding.value_or(QStringConverter::Utf8)).decode(received_);
        return type == u"text/html" || type == u"application/xhtml+xml" ? htmlText(text) : text;
    }

    void finish(RunResult::Status status, const QString& text) {
        if (std::exchange(over_, true))
            return;
        if (reply_)
            reply_->abort();
        RunResult result;
        result.status = status;
        result.text = text;
        result.outputBytes = received_.size();
        result.cut = tooMuch_;
        // Not before start() has returned.
        QMetaObject::invokeMethod(
            this, [this, result] { emit done(result); }, Qt::QueuedConnection);
    }

    QNetworkAccessManager* network_;
    HttpAction http_;
    QUrl url_;
    QString method_;
    bool anyHost_;
    QMap<QString, QByteArray> headers_;
    QByteArray body_, received_;
    QPointer<QNetworkReply> reply_;
    int lookup_ = -1, redirects_ = 0;
    bool tooMuch_ = false, over_ = false;
};

} // namespace

Work* httpWork(Job job, QNetworkAccessManager* network, QObject* parent) {
    return new HttpWork(std::move(job), network, parent);
}

} // namespace hadal::tools
