// Requests from templates: what replaces a placeholder stays within its place.
#pragma once

#include "app/tools/templates.h"

#include <QByteArray>
#include <QUrl>

namespace hadal::tools {

/// A URL's template is either an address whose scheme and host stand in the text before any placeholder, or
/// one lone placeholder: then the argument is the address. Empty, or what is wrong with it.
QString urlProblem(const QString& text);
/// Whether the argument is the whole address, so that whoever calls decides where the request goes.
bool takesAnyHost(const QString& url);

/// The address. Values are percent-encoded; one that would climb the path ("..") is refused. Throws
/// Error(InvalidInput), also for an address that is none, or not of HTTP.
QUrl filledUrl(const QString& url, const Json& arguments, const QMap<QString, QString>& secrets);

/// Whether a header may be set: its name is one, and it does not frame the message or name the host.
bool isHeaderName(const QString& name);
/// Throws Error(InvalidInput) where a value holds a line break or another control character.
QByteArray filledHeader(const QString& value, const Json& arguments, const QMap<QString, QString>& secrets);

/// Values are written as the content type says: in JSON as JSON, or between quotes as part of the string; in
/// a form percent-encoded; in all else as they are.
QByteArray filledBody(const QString& body, const QString& contentType, const Json& arguments,
                      const QMap<QString, QString>& secrets);

} // namespace hadal::tools
