#include "ui/controls/icon_paths.h"

#include <QMap>

namespace hadal::ui {
namespace {

// One letter a command, then its numbers: M and L (x y), C (three points), Z (close),
// O circle (cx cy r), R rounded rectangle (x y w h r), A arc (cx cy r, start and sweep in degrees,
// counter-clockwise).
const QMap<QString, const char*>& drawings() {
    static const QMap<QString, const char*> all = {
        {"archive",
         "R 2 3 12 3.4 1 M 3.2 6.4 L 3.2 12 C 3.2 13 3.8 13.4 4.6 13.4 L 11.4 13.4 C 12.2 13.4 12.8 13 "
         "12.8 12 L 12.8 6.4 M 6.4 9 L 9.6 9"},
        {"attach", "M 12.8 7.4 L 7.6 12.6 C 6.2 14 4.2 13.8 3.2 12.8 C 2.2 11.8 2 9.8 3.4 8.4 L 9 2.8 "
                   "C 10 1.8 11.4 2 12.2 2.8 C 13 3.6 13.2 5 12.2 6 L 6.8 11.4 C 6.2 12 5.4 11.9 5 11.5 "
                   "C 4.6 11.1 4.5 10.3 5.1 9.7 L 9.8 5"},
        {"branch",
         "O 4.4 3.6 1.6 O 4.4 12.4 1.6 O 11.6 4.6 1.6 M 4.4 5.2 L 4.4 10.8 M 11.6 6.2 C 11.6 8.6 8 8.4 "
         "5.2 10.2"},
        {"braces",
         "M 6 2.4 C 4.4 2.4 4.2 3.2 4.2 4.4 L 4.2 6 C 4.2 7.2 3.8 8 2.4 8 C 3.8 8 4.2 8.8 4.2 10 "
         "L 4.2 11.6 C 4.2 12.8 4.4 13.6 6 13.6 M 10 2.4 C 11.6 2.4 11.8 3.2 11.8 4.4 L 11.8 6 "
         "C 11.8 7.2 12.2 8 13.6 8 C 12.2 8 11.8 8.8 11.8 10 L 11.8 11.6 C 11.8 12.8 11.6 13.6 10 13.6"},
        {"check", "M 3 8.5 L 6.5 12 L 13 4.5"},
        {"chevronDown", "M 4 6.2 L 8 10.2 L 12 6.2"},
        {"chevronLeft", "M 9.8 4 L 5.8 8 L 9.8 12"},
        {"chevronUp", "M 4 9.8 L 8 5.8 L 12 9.8"},
        {"chevronRight", "M 6.2 4 L 10.2 8 L 6.2 12"},
        {"chat",
         "M 4 2.8 L 12 2.8 C 13.2 2.8 13.8 3.4 13.8 4.6 L 13.8 9.2 C 13.8 10.4 13.2 11 12 11 L 7.4 11 "
         "L 4.6 13.6 L 4.6 11 L 4 11 C 2.8 11 2.2 10.4 2.2 9.2 L 2.2 4.6 C 2.2 3.4 2.8 2.8 4 2.8 Z"},
        {"chip", "R 4 4 8 8 1.2 R 6.4 6.4 3.2 3.2 0.4 M 6 4 L 6 1.8 M 10 4 L 10 1.8 M 6 14.2 L 6 12 "
                 "M 10 14.2 L 10 12 M 4 6 L 1.8 6 M 4 10 L 1.8 10 M 14.2 6 L 12 6 M 14.2 10 L 12 10"},
        {"clock", "O 8 8 5.8 M 8 4.8 L 8 8 L 10.2 9.4"},
        {"panel", "R 2 3 12 10 1.6 M 9.8 3 L 9.8 13"},
        {"close", "M 4 4 L 12 12 M 12 4 L 4 12"},
        {"code", "M 5.2 4.4 L 1.8 8 L 5.2 11.6 M 10.8 4.4 L 14.2 8 L 10.8 11.6 M 9.2 3 L 6.8 13"},
        {"copy",
         "R 5.4 5.4 8 8 1.6 M 10.6 5.4 L 10.6 4 C 10.6 3 10.2 2.6 9.2 2.6 L 4 2.6 C 3 2.6 2.6 3 2.6 4 "
         "L 2.6 9.2 C 2.6 10.2 3 10.6 4 10.6 L 5.4 10.6"},
        {"download", "M 8 2.6 L 8 10 M 4.8 7 L 8 10.2 L 11.2 7 M 2.8 13.2 L 13.2 13.2"},
        {"down", "M 8 3 L 8 13 M 3.8 8.8 L 8 13 L 12.2 8.8"},
        {"edit", "M 10.6 2.8 L 13.2 5.4 L 5.6 13 L 2.4 13.6 L 3 10.4 Z M 9 4.4 L 11.6 7"},
        {"export",
         "M 8 10.2 L 8 2.6 M 5 5.4 L 8 2.4 L 11 5.4 M 5.2 7.4 L 3.6 7.4 L 3.6 13.4 L 12.4 13.4 L 12.4 7.4 "
         "L 10.8 7.4"},
        {"file",
         "M 4 2.2 L 9.4 2.2 L 12.6 5.4 L 12.6 12.6 C 12.6 13.4 12.2 13.8 11.4 13.8 L 4.6 13.8 "
         "C 3.8 13.8 3.4 13.4 3.4 12.6 L 3.4 2.8 C 3.4 2.4 3.6 2.2 4 2.2 M 9.2 2.4 L 9.2 5.6 L 12.4 5.6"},
        {"folder",
         "M 1.8 12 L 1.8 4 C 1.8 3.2 2.2 2.8 3 2.8 L 6 2.8 L 7.6 4.6 L 13 4.6 C 13.8 4.6 14.2 5 14.2 5.8 "
         "L 14.2 12 C 14.2 12.8 13.8 13.2 13 13.2 L 3 13.2 C 2.2 13.2 1.8 12.8 1.8 12 Z"},
        {"globe", "O 8 8 5.8 M 2.2 8 L 13.8 8 M 8 2.2 C 4.8 5.4 4.8 10.6 8 13.8 C 11.2 10.6 11.2 5.4 8 2.2"},
        {"grip", "O 6 3.6 0.4 O 10 3.6 0.4 O 6 8 0.4 O 10 8 0.4 O 6 12.4 0.4 O 10 12.4 0.4"},
        {"info", "O 8 8 5.8 M 8 7.4 L 8 11 M 8 5 L 8 5.1"},
        {"keys",
         "R 1.6 3.6 12.8 8.8 1.6 M 4.2 6.4 L 4.3 6.4 M 6.8 6.4 L 6.9 6.4 M 9.4 6.4 L 9.5 6.4 M 12 6.4 "
         "L 12.1 6.4 M 4.6 9.6 L 11.4 9.6"},
        {"lamp", "M 5.9 11 C 5.9 9.8 3.8 9 3.8 6.2 C 3.8 3.8 5.6 2 8 2 C 10.4 2 12.2 3.8 12.2 6.2 "
                 "C 12.2 9 10.1 9.8 10.1 11 Z M 6.4 13.8 L 9.6 13.8"},
        {"list",
         "M 6 4 L 13.6 4 M 6 8 L 13.6 8 M 6 12 L 13.6 12 M 2.6 4 L 2.7 4 M 2.6 8 L 2.7 8 M 2.6 12 L 2.7 12"},
        {"lock",
         "R 3.4 7 9.2 6.6 1.4 M 5.4 7 L 5.4 5 C 5.4 3.4 6.4 2.4 8 2.4 C 9.6 2.4 10.6 3.4 10.6 5 L 10.6 7"},
        {"minus", "M 3 8 L 13 8"},
        {"more", "O 3.4 8 0.4 O 8 8 0.4 O 12.6 8 0.4"},
        {"pin", "M 6 2.4 L 10 2.4 M 6.6 2.4 L 6.6 6.4 L 4.6 9 L 11.4 9 L 9.4 6.4 L 9.4 2.4 M 8 9 L 8 13.6"},
        {"play", "M 4.6 2.8 L 12.6 8 L 4.6 13.2 Z"},
        {"plus", "M 3 8 L 13 8 M 8 3 L 8 13"},
        {"retry", "A 8 8 5.2 22 306 M 13.4 2.6 L 13.4 6 L 10 6"},
        {"search", "O 7 7 4.4 M 10.4 10.4 L 13.8 13.8"},
        {"send", "M 8 13 L 8 3 M 3.8 7.2 L 8 3 L 12.2 7.2"},
        {"share", "M 8 10 L 8 2.4 M 4.8 5.4 L 8 2.2 L 11.2 5.4 M 4.6 7.6 L 2.8 7.6 L 2.8 13.6 L 13.2 13.6 L "
                  "13.2 7.6 L 11.4 7.6"},
        {"bell", "M 4 11.5 L 4 7.4 C 4 4.8 5.8 3 8 3 C 10.2 3 12 4.8 12 7.4 L 12 11.5 L 13 12.5 L 3 12.5 Z M "
                 "6.8 14.6 L 9.2 14.6"},
        {"shield", "M 8 1.8 L 13 3.6 L 13 7.6 C 13 10.8 11 13 8 14.2 C 5 13 3 10.8 3 7.6 L 3 3.6 Z"},
        {"sidebar", "R 2 3 12 10 1.6 M 6.2 3 L 6.2 13"},
        {"sliders", "M 2 5 L 8 5 M 12 5 L 14 5 O 10 5 1.7 M 2 11 L 4 11 M 8 11 L 14 11 O 6 11 1.7"},
        {"star",
         "M 8 2 L 9.8 6 L 14.1 6.4 L 10.9 9.3 L 11.8 13.6 L 8 11.4 L 4.2 13.6 L 5.1 9.3 L 1.9 6.4 L 6.2 6 Z"},
        {"stop", "R 4.6 4.6 6.8 6.8 0.8"},
        {"terminal", "R 2 3 12 10 1.6 M 4.8 6.2 L 7 8 L 4.8 9.8 M 8.4 10 L 11 10"},
        {"tool", "M 13.4 4.4 L 11.2 6.6 L 9.4 4.8 L 11.6 2.6 C 9.8 1.8 7.8 2.4 7 4 C 6.6 4.8 6.6 5.8 7 6.8 L "
                 "2.4 11.4 "
                 "C 1.8 12 1.8 12.8 2.4 13.6 C 3.2 14.2 4 14.2 4.6 13.6 L 9.2 9 C 10.2 9.4 11.2 9.4 12 9 C "
                 "13.6 8.2 14.2 6.2 13.4 4.4 Z"},
        {"trash", "M 2.8 4.4 L 13.2 4.4 M 6 4.4 L 6 2.6 L 10 2.6 L 10 4.4 M 4.2 4.4 L 4.8 13.4 L 11.2 13.4 "
                  "L 11.8 4.4 M 6.8 7 L 6.8 10.8 M 9.2 7 L 9.2 10.8"},
        {"undo", "M 5.2 2.8 L 2.6 5.6 L 5.2 8.4 M 2.8 5.6 L 9.6 5.6 C 12 5.6 13.4 7.2 13.4 9.2 C 13.4 11.2 "
                 "12 12.8 9.6 "
                 "12.8 L 6 12.8"},
        {"warn", "M 8 2.6 L 14 13 L 2 13 Z M 8 6.6 L 8 9.4 M 8 11.2 L 8 11.3"},
        {"image", "R 2 3 12 10 1.6 O 5.6 6.4 1.1 M 2.6 11.6 L 6.6 8.4 L 9 10.4 L 11 8.8 L 13.6 11"},
        {"wrap", "M 2 4 L 14 4 M 2 8 L 11.6 8 C 14.8 8 14.8 12 11.6 12 L 8 12 M 9.6 10.2 L 7.8 12 L 9.6 13.8 "
                 "M 2 12 L 5 12"},
    };
    return all;
}

class PathReader {
  public:
    explicit PathReader(const char* text)
        : words_(QString::fromLatin1(text).split(' ', Qt::SkipEmptyParts)) {}

    QPainterPath read() {
        while (next_ < words_.size())
            command(words_.at(next_++).at(0).toLatin1());
        return path_;
    }

  private:
    double number() { return words_.at(next_++).toDouble(); }
    QPointF point() {
        const double x = number();
        return {x, number()};
    }
    void command(char letter) {
        switch (letter) {
        case 'M':
            path_.moveTo(point());
            break;
        case 'L':
            path_.lineTo(point());
            break;
        case 'Z':
            path_.closeSubpath();
            break;
        case 'C': {
            const QPointF a = point(), b = point();
            path_.cubicTo(a, b, point());
            break;
        }
        case 'O': {
            const QPointF centre = point();
            const double radius = number();
            path_.addEllipse(centre, radius, radius);
            break;
        }
        case 'R': {
            const QPointF corner = point(), size = point();
            const double radius = number();
            path_.addRoundedRect(QRectF(corner, QSizeF(size.x(), size.y())), radius, radius);
            break;
        }
        case 'A': {
            const QPointF centre = point();
            const double radius = number(), start = number();
            const QRectF box(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius);
            path_.arcMoveTo(box, start);
            path_.arcTo(box, start, number());
            break;
        }
        default:
            Q_UNREACHABLE();
        }
    }

    QStringList words_;
    qsizetype next_ = 0;
    QPainterPath path_;
};

} // namespace

QPainterPath iconPath(const QString& name) {
    const auto drawing = drawings().constFind(name);
    return drawing == drawings().cend() ? QPainterPath() : PathReader(*drawing).read();
}

QStringList iconNames() {
    return drawings().keys();
}

} // namespace hadal::ui
