#include "app/mcp/json_rpc.h"

#include "kernels/error.h"

namespace hadal::mcp {
namespace {

bool isId(const Json& id) {
    return id.is_string() || id.is_number_integer();
}

/// Appends what `json` is, or why it is nothing.
void read(const Json& json, Reading& out) {
    const auto wrong = [&out](const char* why) {
        out.problems += QString("Not a JSON-RPC message: %1.").arg(why);
    };
    if (!json.is_object())
        return wrong("it is not an object");
    if (textOf(json, "jsonrpc") != "2.0")
        return wrong("its “jsonrpc” is not \"2.0\"");
    const auto id = json.find("id");
    const bool hasId = id != json.end() && !id->is_null();
    if (hasId && !isId(*id))
        return wrong("its “id” is neither a string nor an integer");
    Message message;
    if (hasId)
        message.id = *id;
    if (json.contains("method")) {
        message.kind = hasId ? Message::Request : Message::Notification;
        message.method = textOf(json, "method");
        if (message.method.isEmpty())
            return wrong("its “method” is not a string");
        message.body = objectOf(json, "params");
    } else if (const auto result = json.find("result"); result != json.end()) {
        if (!hasId)
            return wrong("it is a result without “id”");
        message.kind = Message::Result;
        message.body = *result;
    } else if (const Json& error = objectOf(json, "error"); !error.empty()) {
        message.kind = Message::Failure;
        if (const auto code = error.find("code"); code != error.end() && code->is_number_integer())
            message.code = code->get<int>();
        message.text = textOf(error, "message");
        if (const auto data = error.find("data"); data != error.end())
            message.body = *data;
    } else {
        return wrong("it has no “method”, “result” or “error”");
    }
    out.messages += message;
}

Json envelope() {
    return {{"jsonrpc", "2.0"}};
}

QByteArray print(const Json& json) {
    return QByteArray::fromStdString(print_compact(json));
}

} // namespace

Reading readMessages(const QByteArray& text) {
    Reading out;
    try {
        const Json json = parse_json({text.constData(), static_cast<std::size_t>(text.size())});
        if (!json.is_array())
            read(json, out);
        else
            for (const Json& part : json)
                read(part, out);
    } catch (const std::exception& error) {
        out.problems += QString("Not JSON: %1").arg(QString::fromUtf8(error.what()));
    }
    return out;
}

QByteArray requestText(qint64 id, const QString& method, const Json& params) {
    Json json = envelope();
    json["id"] = id;
    json["method"] = method.toStdString();
    json["params"] = params;
    return print(json);
}

QByteArray notificationText(const QString& method, const Json& params) {
    Json json = envelope();
    json["method"] = method.toStdString();
    if (!params.empty())
        json["params"] = params;
    return print(json);
}

QByteArray answerText(const Json& id, const Json& result) {
    Json json = envelope();
    json["id"] = id;
    json["result"] = result;
    return print(json);
}

QByteArray refusalText(const Json& id, int code, const QString& message) {
    Json json = envelope();
    json["id"] = id;
    json["error"] = {{"code", code}, {"message", message.toStdString()}};
    return print(json);
}

QString textOf(const Json& object, const char* key) {
    if (!object.is_object())
        return {};
    const auto found = object.find(key);
    return found != object.end() && found->is_string()
               ? QString::fromStdString(found->get_ref<const std::string&>())
               : QString();
}

const Json& objectOf(const Json& object, const char* key) {
    static const Json none = Json::object();
    if (!object.is_object())
        return none;
    const auto found = object.find(key);
    return found != object.end() && found->is_object() ? *found : none;
}

const Json& arrayOf(const Json& object, const char* key) {
    static const Json none = Json::array();
    if (!object.is_object())
        return none;
    const auto found = object.find(key);
    return found != object.end() && found->is_array() ? *found : none;
}

} // namespace hadal::mcp
