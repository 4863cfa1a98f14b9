// A face with an OpenType MATH table.
#pragma once

#include <QHash>
#include <QPainterPath>
#include <QRawFont>

#include <memory>
#include <vector>

namespace hadal::ui::math {

/// Numbers of the MATH table's MathConstants that have a device table, in the order of the table.
enum class Constant : quint8 {
    MathLeading,
    AxisHeight,
    AccentBaseHeight,
    FlattenedAccentBaseHeight,
    SubscriptShiftDown,
    SubscriptTopMax,
    SubscriptBaselineDropMin,
    SuperscriptShiftUp,
    SuperscriptShiftUpCramped,
    SuperscriptBottomMin,
    SuperscriptBaselineDropMax,
    SubSuperscriptGapMin,
    SuperscriptBottomMaxWithSubscript,
    SpaceAfterScript,
    UpperLimitGapMin,
    UpperLimitBaselineRiseMin,
    LowerLimitGapMin,
    LowerLimitBaselineDropMin,
    StackTopShiftUp,
    StackTopDisplayStyleShiftUp,
    StackBottomShiftDown,
    StackBottomDisplayStyleShiftDown,
    StackGapMin,
    StackDisplayStyleGapMin,
    StretchStackTopShiftUp,
    StretchStackBottomShiftDown,
    StretchStackGapAboveMin,
    StretchStackGapBelowMin,
    FractionNumeratorShiftUp,
    FractionNumeratorDisplayStyleShiftUp,
    FractionDenominatorShiftDown,
    FractionDenominatorDisplayStyleShiftDown,
    FractionNumeratorGapMin,
    FractionNumDisplayStyleGapMin,
    FractionRuleThickness,
    FractionDenominatorGapMin,
    FractionDenomDisplayStyleGapMin,
    SkewedFractionHorizontalGap,
    SkewedFractionVerticalGap,
    OverbarVerticalGap,
    OverbarRuleThickness,
    OverbarExtraAscender,
    UnderbarVerticalGap,
    UnderbarRuleThickness,
    UnderbarExtraDescender,
    RadicalVerticalGap,
    RadicalDisplayStyleVerticalGap,
    RadicalRuleThickness,
    RadicalExtraAscender,
    RadicalKernBeforeDegree,
    RadicalKernAfterDegree,
};

/// All lengths are in em, upwards and to the right. Each thread has its own: what it has drawn is kept
/// without a lock.
class MathFont {
  public:
    struct Extent {
        double width = 0;   ///< advance
        double left = 0;    ///< ink
        double right = 0;   ///< ink
        double ascent = 0;  ///< ink over the baseline
        double descent = 0; ///< ink below it
    };
    struct Part {
        quint32 glyph = 0;
        double start = 0, end = 0, length = 0; ///< connectors, full advance
        bool extender = false;
    };

    /// The first packaged face that can draw formulas; null: there is none.
    static const MathFont* get();

    quint32 glyph(char32_t character) const; ///< 0: not in this face
    const Extent& extent(quint32 glyph) const;
    double constant(Constant which) const;
    double displayOperatorHeight() const { return displayOperatorHeight_; }
    double degreeRaise() const { return degreeRaise_; } ///< of the radical's height
    double overlap() const { return overlap_; }         ///< least of connectors
    double italics(quint32 glyph) const { return italics_.value(glyph); }
    /// Where an accent is attached; the ink's middle where the face does not say.
    double attachment(quint32 glyph) const;
    std::vector<quint32> variants(quint32 glyph, bool vertical) const; ///< small to large
    std::vector<Part> assembly(quint32 glyph, bool vertical) const;    ///< bottom to top, left to right
    QPainterPath outline(quint32 glyph) const;                         ///< 1 em high units, downwards

  private:
    explicit MathFont(const QRawFont& font);

    quint16 u16(qsizetype at) const;
    qint16 s16(qsizetype at) const { return qint16(u16(at)); }
    std::vector<quint32> coverage(qsizetype at) const;
    QHash<quint32, double> values(qsizetype at) const;
    qsizetype construction(quint32 glyph, bool vertical) const; ///< offset, 0: none

    QRawFont font_;
    QByteArray table_;
    double unit_ = 1;
    double displayOperatorHeight_ = 0, degreeRaise_ = 0.6, overlap_ = 0;
    QHash<quint32, double> italics_, attachments_;
    QHash<quint32, qsizetype> constructions_[2]; ///< horizontal, vertical
    mutable QHash<quint32, Extent> extents_;
    mutable QHash<quint32, QPainterPath> outlines_;
};

} // namespace hadal::ui::math
