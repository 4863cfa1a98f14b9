#include "app/remote/models.h"

#include "app/remote/members.h"

namespace hadal::remote {
namespace {

constexpr qsizetype longestList = 32 << 20; // of routers with every model there is
constexpr std::size_t mostModels = 10'000;

std::int64_t contextOf(const Json& model) {
    for (const Json* place :
         {&member(model, "max_model_len"), &member(model, "context_length"),
          &member(member(model, "meta"), "n_ctx"), &member(member(model, "meta"), "n_ctx_train"),
          &member(model, "context_window"), &member(model, "max_context_length")})
        if (const std::int64_t length = countOf(*place); length > 0)
            return length;
    return 0;
}

} // namespace

std::vector<ListedModel> readModels(const std::string& body, const Speaker& speaker) {
    const auto refuse = [&] {
        return Error(ErrorKind::InvalidInput,
                     speaker.name + " answers, but not with a list of models. Check its address in the "
                                    "settings of the endpoint; it often ends in /v1.");
    };
    Json json;
    try {
        json = parse_json(body);
    } catch (const Error&) {
        throw refuse();
    }
    const Json& data = json.is_array() ? json : member(json, "data");
    if (!data.is_array())
        throw refuse();
    std::vector<ListedModel> models;
    for (const Json& model : data)
        if (std::string id = textOf(member(model, "id")); !id.empty() && models.size() < mostModels)
            models.push_back({std::move(id), textOf(member(model, "owned_by")), contextOf(model)});
    return models;
}

std::vector<ListedModel> listModels(const Client& client, const std::stop_token& stop) {
    const auto exchange = client.get("models", stop);
    const QByteArray body = exchange ? client.bodyOf(*exchange, longestList, stop) : QByteArray();
    if (stop.stop_requested())
        throw Error(ErrorKind::Cancelled, "Asking the endpoint was stopped.");
    return readModels(body.toStdString(), client.speaker());
}

} // namespace hadal::remote
