#include "ui/chat/sampling_model.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace hadal::ui {
namespace {

struct Description {
    const char* key;
    double minimum;
    double maximum;
    double step;
    int decimals;
};

/// In the order of Field. Zero switches top-k, min-p, the penalties and the limit off; a seed of -1 is a new
/// one each time.
constexpr std::array<Description, 9> fields = {{
    {"temperature", 0, 2, 0.1, 2},
    {"top_p", 0.01, 1, 0.05, 2},
    {"top_k", 0, 1000, 10, 0},
    {"min_p", 0, 1, 0.01, 2},
    {"repetition_penalty", 0.5, 2, 0.05, 2},
    {"presence_penalty", -2, 2, 0.1, 2},
    {"frequency_penalty", -2, 2, 0.1, 2},
    {"max_tokens", 0, 131072, 256, 0},
    {"seed", -1, 2147483647, 1, 0},
}};

double inRange(const Description& field, double value) {
    const double scale = std::pow(10, field.decimals);
    return std::clamp(std::round(value * scale) / scale, field.minimum, field.maximum);
}

} // namespace

SamplingModel::SamplingModel(const runtime::Sampling& recommended, QObject* parent)
    : QAbstractListModel(parent), recommended_(recommended) {}

void SamplingModel::setRecommended(const runtime::Sampling& recommended) {
    recommended_ = recommended;
    emit dataChanged(index(0), index(rowCount() - 1));
}

int SamplingModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(fields.size());
}

double SamplingModel::recommended(Field field) const {
    switch (field) {
    case Temperature:
        return double(recommended_.temperature);
    case TopP:
        return double(recommended_.top_p);
    case TopK:
        return recommended_.top_k;
    case MinP:
        return double(recommended_.min_p);
    case RepetitionPenalty:
        return double(recommended_.repetition_penalty);
    case PresencePenalty:
        return double(recommended_.presence_penalty);
    case FrequencyPenalty:
        return double(recommended_.frequency_penalty);
    case MaxTokens:
        return double(recommended_.max_tokens);
    case Seed:
        return recommended_.seed ? double(*recommended_.seed) : -1;
    }
    return 0;
}

QVariant SamplingModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Description& field = fields.at(size_t(index.row()));
    const auto own = own_.find(index.row());
    switch (role) {
    case FieldRole:
        return index.row();
    case ValueRole:
        return own == own_.end() ? recommended(Field(index.row())) : own->second;
    case OwnRole:
        return own != own_.end();
    case MinimumRole:
        return field.minimum;
    case MaximumRole:
        return field.maximum;
    case StepRole:
        return field.step;
    case DecimalsRole:
        return field.decimals;
    default:
        return {};
    }
}

QHash<int, QByteArray> SamplingModel::roleNames() const {
    return {{FieldRole, "field"},      {ValueRole, "value"},     {OwnRole, "own"},
            {MinimumRole, "minimum"},  {MaximumRole, "maximum"}, {StepRole, "step"},
            {DecimalsRole, "decimals"}};
}

void SamplingModel::set(int field, double value) {
    if (field < 0 || field >= int(fields.size()) || !std::isfinite(value))
        return;
    own_[field] = inRange(fields.at(size_t(field)), value);
    emit dataChanged(index(field), index(field));
    emit changed();
}

void SamplingModel::reset(int field) {
    if (own_.erase(field) == 0)
        return;
    emit dataChanged(index(field), index(field));
    emit changed();
}

QJsonObject SamplingModel::json() const {
    QJsonObject numbers;
    for (const auto& [field, value] : own_)
        numbers[QLatin1String(fields.at(size_t(field)).key)] = value;
    return numbers;
}

void SamplingModel::load(const QJsonObject& numbers) {
    own_.clear();
    for (size_t field = 0; field < fields.size(); ++field) {
        const auto value = numbers.value(QLatin1String(fields.at(field).key));
        if (value.isDouble())
            own_[int(field)] = inRange(fields.at(field), value.toDouble());
    }
    emit dataChanged(index(0), index(int(fields.size()) - 1));
    emit changed();
}

runtime::Sampling SamplingModel::sampling() const {
    runtime::Sampling sampling = recommended_;
    const auto number = [this](Field field) {
        const auto own = own_.find(field);
        return own == own_.end() ? recommended(field) : own->second;
    };
    sampling.temperature = float(number(Temperature));
    sampling.top_p = float(number(TopP));
    sampling.top_k = std::int32_t(number(TopK));
    sampling.min_p = float(number(MinP));
    sampling.repetition_penalty = float(number(RepetitionPenalty));
    sampling.presence_penalty = float(number(PresencePenalty));
    sampling.frequency_penalty = float(number(FrequencyPenalty));
    sampling.max_tokens = std::int64_t(number(MaxTokens));
    if (own_.contains(Seed))
        sampling.seed = number(Seed) < 0 ? std::optional<std::uint64_t>() : std::uint64_t(number(Seed));
    return sampling;
}

} // namespace hadal::ui
