// Laid-out mathematics.
#pragma once

#include <QPainterPath>
#include <QString>

#include <vector>

class QPainter;

namespace hadal::ui::math {

/// One thing to draw. Pixels, to the right and downwards from the reference point of its box.
struct Mark {
    enum Kind : quint8 {
        Glyph, ///< of the mathematics face, `size` pixels an em
        Words, ///< text in the face of words
        Rule,  ///< a filled rectangle with its corner at x, y
        Stroke ///< a line from x, y over width, height; `size` thick
    };
    Kind kind = Glyph;
    double x = 0, y = 0;
    double size = 0;
    double width = 0, height = 0;
    quint32 glyph = 0;
    QString text;
};

/// A rectangle about a baseline, and what is drawn in it.
struct Box {
    double width = 0, ascent = 0, descent = 0; ///< pixels; a descent is positive below the baseline
    double italic = 0;                         ///< how much a superscript moves to the right
    double attachment = -1;                    ///< where an accent is attached; below 0: in the middle
    bool single = false;                       ///< one glyph: scripts stand by the face's constants alone
    std::vector<Mark> marks;
    std::vector<double> breaks; ///< where a line may end, after relations and operators

    double height() const { return ascent + descent; }
    /// Puts `box` with its reference point at x, y (downwards), and grows to hold it above and below.
    void put(const Box& box, double x, double y);
    void rule(double x, double y, double width, double height);
    /// The part between two x, moved to begin at 0.
    Box slice(double from, double to) const;
    void paint(QPainter& painter) const; ///< in the pen's colour
};

/// All of a box as one filled shape, for pictures that are no painter's.
QPainterPath outline(const Box& box);

} // namespace hadal::ui::math
