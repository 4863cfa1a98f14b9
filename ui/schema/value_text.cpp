#include "ui/schema/value_text.h"

#include "kernels/error.h"

namespace hadal::ui {
namespace {

std::optional<Json> parsed(const QString& text) {
    try {
        return parse_json(text.toStdString(), Numbers::Exact);
    } catch (const Error&) {
        return {};
    }
}

} // namespace

QString valueText(const Json& value) {
    if (value.is_string()) {
        const QString text = QString::fromStdString(value.get<std::string>());
        if (!text.isEmpty() && text == text.trimmed() && !text.contains('\n') && !parsed(text))
            return text;
    }
    return QString::fromStdString(print_python(value));
}

Json valueFrom(const QString& text) {
    const QString trimmed = text.trimmed();
    const auto json = parsed(trimmed);
    return json ? *json : Json(trimmed.toStdString());
}

std::optional<Json> numberFrom(const QString& text) {
    const auto json = parsed(text.trimmed());
    return json && (json->is_number() || is_exact_number(*json)) ? json : std::nullopt;
}

} // namespace hadal::ui
