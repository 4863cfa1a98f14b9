#include "ui/math/font.h"

#include <QFont>
#include <QtEndian>

namespace hadal::ui::math {
namespace {

constexpr double kPixels = 1000; // the size at which outlines are read

} // namespace

const MathFont* MathFont::get() {
    thread_local const std::unique_ptr<const MathFont> font = []() -> std::unique_ptr<const MathFont> {
        for (const char* family :
             {"STIX Two Math", "STIX Math", "XITS Math", "TeX Gyre Termes Math", "Latin Modern Math"}) {
            QFont wanted(QString::fromLatin1(family));
            wanted.setPixelSize(int(kPixels));
            wanted.setHintingPreference(QFont::PreferNoHinting);
            wanted.setStyleStrategy(QFont::NoFontMerging);
            const QRawFont raw = QRawFont::fromFont(wanted);
            if (raw.isValid() && raw.familyName() == QLatin1String(family) &&
                raw.fontTable("MATH").size() > 10)
                return std::unique_ptr<const MathFont>(new MathFont(raw));
        }
        return nullptr;
    }();
    return font.get();
}

MathFont::MathFont(const QRawFont& font)
    : font_(font), table_(font.fontTable("MATH")), unit_(1 / font.unitsPerEm()) {
    const qsizetype constants = u16(4), info = u16(6), variants = u16(8);
    displayOperatorHeight_ = u16(constants + 6) * unit_;
    degreeRaise_ = s16(constants + 8 + 51 * 4) / 100.0;
    if (const qsizetype italics = u16(info))
        italics_ = values(info + italics);
    if (const qsizetype attachments = u16(info + 2))
        attachments_ = values(info + attachments);
    overlap_ = u16(variants) * unit_;
    const int counts[] = {u16(variants + 8), u16(variants + 6)};
    for (const bool vertical : {false, true}) {
        const qsizetype covered = u16(variants + (vertical ? 2 : 4));
        const qsizetype first = variants + 10 + (vertical ? 0 : 2 * counts[1]);
        const std::vector<quint32> glyphs = covered ? coverage(variants + covered) : std::vector<quint32>();
        for (qsizetype i = 0; i < qsizetype(glyphs.size()) && i < counts[vertical]; ++i)
            constructions_[vertical].insert(glyphs[size_t(i)], variants + u16(first + 2 * i));
    }
}

/// 0 outside the table: a damaged face gives a poor formula, never a crash.
quint16 MathFont::u16(qsizetype at) const {
    return at >= 0 && at + 2 <= table_.size() ? qFromBigEndian<quint16>(table_.constData() + at) : 0;
}

std::vector<quint32> MathFont::coverage(qsizetype at) const {
    std::vector<quint32> glyphs;
    const int count = u16(at + 2);
    for (int i = 0; i < count; ++i) {
        if (u16(at) == 1) {
            glyphs.push_back(u16(at + 4 + 2 * i));
            continue;
        }
        const quint32 first = u16(at + 4 + 6 * i), last = u16(at + 6 + 6 * i);
        for (quint32 glyph = first; glyph <= last && glyphs.size() < 0x10000; ++glyph)
            glyphs.push_back(glyph);
    }
    return glyphs;
}

/// A coverage table and a value record (4 bytes) for each glyph of it.
QHash<quint32, double> MathFont::values(qsizetype at) const {
    QHash<quint32, double> all;
    const std::vector<quint32> glyphs = coverage(at + u16(at));
    for (size_t i = 0; i < glyphs.size() && i < u16(at + 2); ++i)
        all.insert(glyphs[i], s16(at + 4 + 4 * qsizetype(i)) * unit_);
    return all;
}

quint32 MathFont::glyph(char32_t character) const {
    const QList<quint32> indexes = font_.glyphIndexesForString(QString::fromUcs4(&character, 1));
    return indexes.isEmpty() ? 0 : indexes.first();
}

const MathFont::Extent& MathFont::extent(quint32 glyph) const {
    auto found = extents_.find(glyph);
    if (found == extents_.end()) {
        const QRectF ink = outline(glyph).boundingRect();
        const QList<QPointF> advance = font_.advancesForGlyphIndexes({glyph});
        found = extents_.insert(glyph, {advance.isEmpty() ? 0 : advance.first().x() / kPixels, ink.left(),
                                        ink.right(), -ink.top(), ink.bottom()});
    }
    return *found;
}

double MathFont::constant(Constant which) const {
    return s16(u16(4) + 8 + 4 * qsizetype(which)) * unit_;
}

double MathFont::attachment(quint32 glyph) const {
    const auto found = attachments_.constFind(glyph);
    if (found != attachments_.cend())
        return *found;
    const Extent& ink = extent(glyph);
    return (ink.left + ink.right) / 2;
}

std::vector<quint32> MathFont::variants(quint32 glyph, bool vertical) const {
    std::vector<quint32> all;
    if (const qsizetype at = constructions_[vertical].value(glyph)) {
        for (int i = 0; i < u16(at + 2); ++i)
            all.push_back(u16(at + 4 + 4 * i));
    }
    if (all.empty())
        all.push_back(glyph);
    return all;
}

std::vector<MathFont::Part> MathFont::assembly(quint32 glyph, bool vertical) const {
    std::vector<Part> parts;
    const qsizetype construction = constructions_[vertical].value(glyph);
    if (!construction || !u16(construction))
        return parts;
    const qsizetype at = construction + u16(construction);
    for (int i = 0; i < u16(at + 4) && i < 16; ++i) {
        const qsizetype part = at + 6 + 10 * i;
        parts.push_back({u16(part), u16(part + 2) * unit_, u16(part + 4) * unit_, u16(part + 6) * unit_,
                         (u16(part + 8) & 1) != 0});
    }
    return parts;
}

QPainterPath MathFont::outline(quint32 glyph) const {
    auto found = outlines_.find(glyph);
    if (found == outlines_.end())
        found = outlines_.insert(
            glyph, QTransform::fromScale(1 / kPixels, 1 / kPixels).map(font_.pathForGlyph(glyph)));
    return *found;
}

} // namespace hadal::ui::math
