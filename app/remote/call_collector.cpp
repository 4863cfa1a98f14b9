#include "app/remote/call_collector.h"

#include "app/remote/members.h"
#include "engine/runtime/random.h"

#include <algorithm>

namespace hadal::remote {
namespace {

constexpr std::size_t mostCalls = 128;
constexpr std::size_t longestId = 256;

bool isObject(const std::string& arguments) {
    const std::size_t last = arguments.find_last_not_of(" \t\r\n");
    if (last == std::string::npos || arguments[last] != '}')
        return false; // most of the time this is all that has to be looked at
    try {
        return parse_json(arguments).is_object();
    } catch (const Error&) {
        return false;
    }
}

std::string argumentsOf(const Json& function) {
    const Json& arguments = member(function, "arguments");
    if (arguments.is_object() || arguments.is_array())
        return print_compact(arguments);
    return textOf(arguments);
}

} // namespace

CallCollector::CallCollector(std::set<std::string> knownIds, std::function<void(runtime::Event)> emit)
    : ids_(std::move(knownIds)), emit_(std::move(emit)) {}

void CallCollector::add(const Json& entry) {
    const Json& function = member(entry, "function");
    const std::string id = textOf(member(entry, "id"));
    const std::string name = textOf(member(function, "name"));
    const std::string arguments = argumentsOf(function);
    const Json& index = member(entry, "index");
    const std::int64_t number =
        index.is_number_integer() && index >= 0 && index <= 1'000'000 ? index.get<std::int64_t>() : -1;

    Call* call = find(number, id, !name.empty());
    if (!call) {
        if ((id.empty() && name.empty() && arguments.empty()) || calls_.size() == mostCalls)
            return;
        begin(number);
        call = &calls_.back();
    }
    if (call->serverId.empty())
        call->serverId = id;
    if (call->index < 0 && name != call->name)
        call->name += name;
    call->arguments += arguments;
    if (!call->name.empty() && !arguments.empty())
        tell(*call, call->index < 0 ? call->arguments : arguments);
}

CallCollector::Call* CallCollector::find(std::int64_t number, const std::string& id, bool hasName) {
    const auto last = [this](auto&& fits) -> Call* {
        const auto found = std::find_if(calls_.rbegin(), calls_.rend(), fits);
        return found == calls_.rend() ? nullptr : &*found;
    };
    const auto sameId = [&](const Call& call) { return !id.empty() && call.serverId == id; };
    Call* call = number >= 0 ? last([&](const Call& c) { return c.number == number; }) : last(sameId);
    if (!call && number < 0 && id.empty() && !hasName && !calls_.empty())
        call = &calls_.back();
    if (!call || !hasName || sameId(*call) || call->name.empty())
        return call;
    // A second head under the same number.
    const bool other = !id.empty() && !call->serverId.empty();
    return other || isObject(call->arguments) ? nullptr : call;
}

/// What came before has its whole name by now.
void CallCollector::begin(std::int64_t number) {
    for (Call& call : calls_)
        if (call.index < 0 && !call.name.empty())
            tell(call, call.arguments);
    calls_.emplace_back().number = number;
}

void CallCollector::tell(Call& call, const std::string& arguments) {
    const bool head = call.index < 0;
    if (head)
        call.index = told_++;
    emit_(runtime::ToolCallDelta{call.index, head ? freeId(call.serverId) : std::string(),
                                 head ? call.name : std::string(), arguments});
}

std::string CallCollector::freeId(const std::string& wanted) {
    const bool good = !wanted.empty() && wanted.size() <= longestId && !ids_.contains(wanted);
    return *ids_.insert(good ? wanted : runtime::fresh_call_id()).first;
}

std::vector<std::string> CallCollector::finish(bool cut) {
    std::vector<std::string> texts;
    std::vector<int> dropped;
    for (Call& call : calls_) {
        const bool broken = call.name.empty() || (cut && !isObject(call.arguments));
        if (broken) {
            texts.push_back(call.name + (call.name.empty() || call.arguments.empty() ? "" : " ") +
                            call.arguments);
            if (call.index >= 0)
                dropped.push_back(call.index);
        } else if (call.arguments.empty()) {
            tell(call, "{}");
        } else if (call.index < 0) {
            tell(call, call.arguments);
        }
    }
    std::sort(dropped.rbegin(), dropped.rend());
    for (const int index : dropped)
        emit_(runtime::ToolCallDropped{index});
    std::erase(texts, std::string());
    return texts;
}

} // namespace hadal::remote
