#include "engine/schema/node.h"

#include "kernels/error.h"

#include <algorithm>
#include <optional>

namespace hadal::schema {
namespace {

/// Larger objects find their keys through a hash table.
constexpr std::size_t few_members = 16;

} // namespace

std::string Instance::pointer() const {
    if (!parent_)
        return {};
    return parent_->pointer() + pointer_step(index_ == npos ? std::string(key_) : std::to_string(index_));
}

std::size_t Instance::position_of(const std::string& key) const {
    const auto& members = value.get_ref<const Json::object_t&>();
    if (members.size() <= few_members) {
        const auto found =
            std::find_if(members.begin(), members.end(), [&](auto& m) { return m.first == key; });
        return found == members.end() ? npos : static_cast<std::size_t>(found - members.begin());
    }
    if (positions_.empty())
        for (std::size_t i = 0; i < members.size(); ++i)
            positions_.emplace(member(i).first, i);
    const auto found = positions_.find(key);
    return found == positions_.end() ? npos : found->second;
}

void Marks::merge(const Marks& other) {
    for (std::size_t i = 0; i < seen_.size(); ++i)
        seen_[i] = seen_[i] || other.seen_[i];
}

bool Assertion::check(const Instance& instance, Run& run, Marks*) const {
    return holds(instance.value) || run.fail(*this, instance, [&] { return complaint(instance.value); });
}

void Run::enter(const Node& node, const Instance& instance) {
    const auto refuse = [&](const std::string& what) {
        throw Error(ErrorKind::Unsupported, "The text cannot be checked: at \"" + instance.pointer() +
                                                "\" the schema " + node.place.pointer() + " takes " + what +
                                                ". Simplify the schema.");
    };
    if (frames_.size() == limits_.max_depth)
        refuse("more than " + std::to_string(limits_.max_depth) + " schemas within each other");
    if (++work_ > limits_.max_work)
        refuse("more than " + std::to_string(limits_.max_work) + " steps");
    // A schema that comes back to the same value would do so for ever.
    for (auto frame = frames_.rbegin(); frame != frames_.rend() && frame->value == &instance.value; ++frame)
        if (frame->node == &node)
            throw Error(ErrorKind::InvalidInput, "The schema " + node.place.pointer() +
                                                     " refers to itself without going into the value \"" +
                                                     instance.pointer() + "\".");
    frames_.push_back({&node, &instance.value});
}

bool Run::check(const Node& node, const Instance& instance, Marks* marks) {
    if (node.rejects_all || node.keywords.empty())
        return check_keywords(node, instance, nullptr);
    enter(node, instance);
    const bool new_scope = scope_.empty() || scope_.back() != &node.place.resource;
    if (new_scope)
        scope_.push_back(&node.place.resource);

    // A schema that fails has evaluated nothing, so its marks are its own until it has succeeded.
    std::optional<Marks> own;
    if ((marks || node.needs_marks) && instance.value.is_structured())
        own.emplace(instance.value.size());
    const bool valid = check_keywords(node, instance, own ? &*own : nullptr);
    if (valid && marks && own)
        marks->merge(*own);

    if (new_scope)
        scope_.pop_back();
    frames_.pop_back();
    return valid;
}

bool Run::check_keywords(const Node& node, const Instance& instance, Marks* marks) {
    if (node.rejects_all) {
        if (wants_more())
            errors_->push_back(
                {instance.pointer(), node.place.pointer(), "false", "Nothing is allowed here."});
        return false;
    }
    bool valid = true;
    for (const auto& keyword : node.keywords) {
        valid &= keyword->check(instance, *this, marks);
        if (!valid && !wants_more())
            return false;
    }
    return valid;
}

bool Run::matches(const Node& node, const Instance& instance, Marks* marks) {
    auto* const errors = std::exchange(errors_, nullptr);
    const bool valid = check(node, instance, marks);
    errors_ = errors;
    return valid;
}

bool Run::attempt(const Node& node, const Instance& instance, Marks* marks,
                  std::vector<ValidationError>& errors) {
    auto* const outer = std::exchange(errors_, errors_ ? &errors : nullptr);
    const bool valid = check(node, instance, marks);
    errors_ = outer;
    return valid;
}

void Run::adopt(std::vector<ValidationError> errors) {
    for (ValidationError& error : errors)
        if (wants_more())
            errors_->push_back(std::move(error));
}

bool Run::fail(const Keyword& keyword, const Instance& instance,
               const std::function<std::string()>& complaint, std::string_view name) {
    if (wants_more())
        errors_->push_back({instance.pointer(), keyword.place().pointer(),
                            name.empty() ? keyword.name() : std::string(name), complaint()});
    return false;
}

} // namespace hadal::schema
