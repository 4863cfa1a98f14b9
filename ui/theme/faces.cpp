#include "ui/theme/faces.h"

#include <QFontDatabase>

#include <algorithm>

namespace hadal::ui {
namespace {

const QString kText = QStringLiteral("Inter");

/// Ligatures would hide what was written (!=, ->), and Qt 6.4 cannot switch them off.
QString ownCode() {
    static const QString face =
        QFontDatabase::hasFamily(QStringLiteral("JetBrains Mono NL")) ? "JetBrains Mono NL" : "Hack";
    return face;
}

/// Those with Latin letters that can be made bigger, without the Chinese ones that every face is paired with.
QStringList families(const QString& own, bool fixed) {
    QStringList all = QFontDatabase::families(QFontDatabase::Latin);
    all.removeIf([&](const QString& family) {
        return family == own || family.contains(QStringLiteral(" CJK ")) ||
               !QFontDatabase::isSmoothlyScalable(family) || QFontDatabase::isPrivateFamily(family) ||
               (fixed && !QFontDatabase::isFixedPitch(family));
    });
    all.prepend(own);
    return all;
}

QFont paired(const QString& face, const QString& own, const QString& han, const QString& language) {
    QFont font;
    font.setFamilies({!face.isEmpty() && QFontDatabase::hasFamily(face) ? face : own,
                      han + (language == QStringLiteral("zh_TW") ? " TC" : " SC")});
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

} // namespace

QStringList Faces::text() const {
    return families(kText, false);
}

QStringList Faces::code() const {
    return families(ownCode(), true);
}

QFont Faces::font(const QString& face, const QString& language, int size, int weight, qreal spacing) const {
    QFont font = paired(face, kText, QStringLiteral("Noto Sans CJK"), language);
    font.setPixelSize(std::max(1, size));
    font.setWeight(QFont::Weight(std::clamp(weight, 1, 1000)));
    if (spacing != 0)
        font.setLetterSpacing(QFont::AbsoluteSpacing, spacing);
    return font;
}

QFont Faces::codeFont(const QString& face, const QString& language, int size) const {
    QFont font = paired(face, ownCode(), QStringLiteral("Noto Sans Mono CJK"), language);
    font.setPixelSize(std::max(1, size));
    return font;
}

} // namespace hadal::ui
