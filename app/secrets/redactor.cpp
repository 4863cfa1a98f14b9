#include "app/secrets/redactor.h"

#include "engine/base/json.h"

#include <QUrl>

#include <algorithm>

namespace hadal::secrets {
namespace {

/// What all Base64 texts have in common that hold `bytes` from any place on, as header values do
/// (`user:secret`): three texts, one for each place of the first byte in its group of three.
QStringList base64Forms(const QByteArray& bytes) {
    QStringList forms;
    for (int before = 0; before < 3; ++before) {
        const QByteArray text = (QByteArray(before, '\0') + bytes).toBase64(QByteArray::OmitTrailingEquals);
        // Characters at either end that also hold bits of what stands beside the value say nothing.
        const qsizetype skip = before == 0 ? 0 : before + 1;
        const qsizetype drop = (before + bytes.size()) % 3 == 0 ? 0 : 1;
        const QByteArray core = text.mid(skip, text.size() - skip - drop);
        QByteArray forUrls = core;
        forUrls.replace('+', '-').replace('/', '_');
        forms << QString::fromLatin1(core) << QString::fromLatin1(forUrls);
    }
    return forms;
}

} // namespace

void Redactor::add(const QString& value) {
    if (value.size() < shortest)
        return;
    const QByteArray bytes = value.toUtf8();
    std::string json;
    append_json_escaped(json, bytes.toStdString());
    QStringList forms{value, QString::fromStdString(json),
                      QString::fromLatin1(QUrl::toPercentEncoding(value))};
    forms += base64Forms(bytes);
    for (const QString& form : forms)
        if (form.size() >= shortest && !forms_.contains(form))
            forms_ += form;
    std::stable_sort(forms_.begin(), forms_.end(),
                     [](const QString& a, const QString& b) { return a.size() > b.size(); });
}

QString Redactor::operator()(QString text) const {
    for (const QString& form : forms_)
        text.replace(form, mask.toString());
    return text;
}

} // namespace hadal::secrets
