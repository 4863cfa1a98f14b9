#include "app/tools/http_template.h"

#include "app/tools/text.h"
#include "kernels/error.h"

#include <QRegularExpression>

#include <algorithm>

namespace hadal::tools {
namespace {

[[noreturn]] void fail(const QString& message) {
    throw Error(ErrorKind::InvalidInput, message.toStdString());
}

bool isControl(QChar c) {
    return c.category() == QChar::Other_Control;
}

/// What the author wrote: its reserved characters mean what they say, all else is encoded where it must be.
QString authorsText(const QString& text) {
    return QString::fromLatin1(QUrl::toPercentEncoding(text, ":/?#[]@!$&'()*+,;=%"));
}

QUrl checked(const QUrl& url) {
    const QString scheme = url.scheme().toLower();
    if (!url.isValid() || (scheme != u"http" && scheme != u"https") || url.host().isEmpty())
        fail(u"\"%1\" is not an address of the form https://host/path."_qs.arg(
            url.toString(QUrl::RemoveUserInfo)));
    for (const QString& segment : url.path(QUrl::FullyEncoded).split(u'/')) {
        const QString plain = QUrl::fromPercentEncoding(segment.toLatin1());
        if (plain == u"." || plain == u"..")
            fail(u"The address would leave its path: a part of it is \"%1\"."_qs.arg(plain));
    }
    return url;
}

/// Walks JSON text to know whether a place is within a string.
bool endsWithinString(const QString& text, bool within) {
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (within && text[i] == u'\\')
            ++i;
        else if (text[i] == u'"')
            within = !within;
    }
    return within;
}

} // namespace

bool takesAnyHost(const QString& url) {
    return !Template(url.trimmed()).loneArgument().isEmpty();
}

QString urlProblem(const QString& text) {
    if (text.trimmed().isEmpty())
        return Text::tr("An address is missing.");
    if (takesAnyHost(text))
        return {};
    const Template url(text.trimmed());
    const QString start = url.parts()[0].kind == Template::Part::Text ? url.parts()[0].text : QString();
    static const QRegularExpression fixed(uR"(^https?://[^/?#\s@\\]+(?=[/?#]|$))"_qs,
                                          QRegularExpression::CaseInsensitiveOption);
    const auto match = fixed.match(start);
    if (!match.hasMatch())
        return Text::tr("An address begins with https:// or http:// and a host, or is one parameter alone.");
    if (match.capturedEnd() == start.size() && url.parts().size() > 1)
        return Text::tr("The host cannot be left to an argument: write a / between it and the parameter.");
    if (!QUrl(match.captured(), QUrl::StrictMode).isValid())
        return Text::tr("“%1” is not the name of a host.").arg(match.captured());
    return {};
}

QUrl filledUrl(const QString& url, const Json& arguments, const QMap<QString, QString>& secrets) {
    if (const QString problem = urlProblem(url); !problem.isEmpty())
        fail(problem);
    const Template text(url.trimmed());
    if (takesAnyHost(url)) {
        const QString address = text.filled(arguments, secrets).trimmed();
        if (std::any_of(address.begin(), address.end(), isControl))
            fail(u"The address holds a control character."_qs);
        const QUrl parsed(address, QUrl::TolerantMode);
        if (!parsed.userInfo().isEmpty())
            fail(u"An address with a user name or password is not asked for."_qs);
        return checked(parsed);
    }
    QString filled;
    for (const auto& part : text.parts())
        filled += part.kind == Template::Part::Text ? authorsText(part.text)
                  : part.kind == Template::Part::Secret
                      ? QString::fromLatin1(QUrl::toPercentEncoding(secrets.value(part.text)))
                      : QString::fromLatin1(QUrl::toPercentEncoding(
                            argumentText(arguments.value(part.text.toStdString(), Json()))));
    return checked(QUrl::fromEncoded(filled.toLatin1(), QUrl::StrictMode));
}

bool isHeaderName(const QString& name) {
    static const QRegularExpression token(u"^[A-Za-z0-9!#$%&'*+.^_`|~-]+$"_qs);
    static const QStringList framing{u"host"_qs,       u"content-length"_qs, u"transfer-encoding"_qs,
                                     u"connection"_qs, u"upgrade"_qs,        u"te"_qs,
                                     u"trailer"_qs,    u"expect"_qs};
    return token.match(name).hasMatch() && !framing.contains(name.toLower());
}

QByteArray filledHeader(const QString& value, const Json& arguments, const QMap<QString, QString>& secrets) {
    const QString filled = Template(value).filled(arguments, secrets).trimmed();
    if (std::any_of(filled.begin(), filled.end(), isControl))
        fail(u"The value of a header cannot hold line breaks or other control characters."_qs);
    return filled.toUtf8();
}

QByteArray filledBody(const QString& body, const QString& contentType, const Json& arguments,
                      const QMap<QString, QString>& secrets) {
    const QString type = contentType.section(u';', 0, 0).trimmed().toLower();
    const Template text(body);
    if (type == u"application/x-www-form-urlencoded")
        return text
            .filled(arguments, secrets,
                    [](const QString& value) { return QString::fromLatin1(QUrl::toPercentEncoding(value)); })
            .toUtf8();
    if (type != u"application/json" && !type.endsWith(u"+json"))
        return text.filled(arguments, secrets).toUtf8();
    QString out;
    bool withinString = false;
    for (const auto& part : text.parts()) {
        if (part.kind == Template::Part::Text) {
            out += part.text;
            withinString = endsWithinString(part.text, withinString);
            continue;
        }
        const Json value = part.kind == Template::Part::Secret
                               ? Json(secrets.value(part.text).toStdString())
                               : arguments.value(part.text.toStdString(), Json());
        std::string written;
        if (withinString)
            append_json_escaped(written, argumentText(value).toStdString());
        else
            written = print_compact(value);
        out += QString::fromStdString(written);
    }
    return out.toUtf8();
}

} // namespace hadal::tools
