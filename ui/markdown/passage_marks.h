// Grounds under stretches of the text that is read, and what the reader picks in it.
#pragma once

#include "ui/markdown/inline_formatter.h"

#include <QColor>
#include <QList>
#include <QMap>
#include <QPointer>
#include <QQuickItem>
#include <QQuickTextDocument>
#include <QtQml/qqmlregistration.h>

#include <tuple>

namespace hadal::ui {

/// A text of the conversation: whose it is, which of its blocks, and which text of that (shownTexts()).
struct TextPlace {
    QString message;
    bool reasoning = false;
    int row = 0;
    int place = 0;
    bool operator==(const TextPlace&) const = default;
    bool operator<(const TextPlace& other) const {
        return std::tie(message, reasoning, row, place) <
               std::tie(other.message, other.reasoning, other.row, other.place);
    }
};

/// Positions [begin, end) of the words of a text. Level 0 is the token that is looked at, 1 to 4 is heat.
struct PassageMark {
    int begin = 0;
    int end = 0;
    int level = 1;
    bool operator==(const PassageMark&) const = default;
};

/// Shared by all texts of a conversation: who knows about passages sets the marks, the texts draw them and
/// say where they were pressed.
class PassageMarks : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged) ///< texts are drawn with marks
                                                                               ///< and can be pressed

  public:
    using QObject::QObject;

    bool isActive() const { return active_; }
    void setActive(bool active);
    QList<PassageMark> at(const TextPlace& place) const { return marks_.value(place); }
    void set(const QMap<TextPlace, QList<PassageMark>>& marks);

    void press(const TextPlace& place, int position, QQuickItem* text, const QRectF& at = {},
               bool hovered = false) {
        emit pressed(place, position, text, at, hovered);
    }
    /// The pointer is on no text any more.
    Q_INVOKABLE void leave() { emit left(); }

  signals:
    void activeChanged();
    void changed();
    /// A position of the text; the item shows it, at a rectangle of its own. `hovered`: the pointer has only
    /// rested there for a moment.
    void pressed(const hadal::ui::TextPlace& place, int position, QQuickItem* text, const QRectF& at,
                 bool hovered);
    void left();

  private:
    bool active_ = false;
    QMap<TextPlace, QList<PassageMark>> marks_;
};

/// Lays the marks of one text under it, beside what else colours it. They are never part of the text, so
/// nothing moves and nothing of them is copied. High contrast has lines below the words in place of grounds.
class PassagePainter : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(hadal::ui::PassageMarks* marks READ marks WRITE setMarks NOTIFY changed REQUIRED)
    Q_PROPERTY(QQuickTextDocument* document MEMBER document_ NOTIFY changed REQUIRED)
    Q_PROPERTY(QString message MEMBER message_ NOTIFY changed REQUIRED)
    Q_PROPERTY(bool reasoning MEMBER reasoning_ NOTIFY changed)
    Q_PROPERTY(int row MEMBER row_ NOTIFY changed REQUIRED)
    Q_PROPERTY(int place MEMBER place_ NOTIFY changed)
    Q_PROPERTY(
        hadal::ui::InlineFormatter* writer READ writer WRITE setWriter NOTIFY changed) ///< of words with
                                                                                       ///< formulas
    Q_PROPERTY(QList<QColor> heat MEMBER heat_ NOTIFY changed REQUIRED) ///< four grounds, from weak to strong
    Q_PROPERTY(QColor ground MEMBER ground_ NOTIFY changed REQUIRED)    ///< of the token
    Q_PROPERTY(QColor ink MEMBER ink_ NOTIFY changed REQUIRED)          ///< of the token
    Q_PROPERTY(bool lines MEMBER lines_ NOTIFY changed) ///< below the words, of the ground's colour

  public:
    explicit PassagePainter(QObject* parent = nullptr);
    ~PassagePainter() override;

    PassageMarks* marks() const { return marks_; }
    void setMarks(PassageMarks* marks);
    InlineFormatter* writer() const { return writer_; }
    void setWriter(InlineFormatter* writer);
    /// The text was pressed at a position of its document, or the pointer rests there.
    Q_INVOKABLE void press(int position, QQuickItem* text, bool hovered);
    /// The document has been written anew.
    Q_INVOKABLE void paint();

  signals:
    void changed();

  private:
    void lay(const QList<PassageMark>& marks);
    TextPlace place() const { return {message_, reasoning_, row_, place_}; }

    QPointer<PassageMarks> marks_;
    QPointer<QQuickTextDocument> document_;
    QString message_;
    bool reasoning_ = false;
    int row_ = 0;
    int place_ = 0;
    QPointer<InlineFormatter> writer_;
    QList<QColor> heat_;
    QColor ground_, ink_;
    bool lines_ = false;
};

/// The strongest mark on a text that is drawn as a picture.
class PassageGround : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(hadal::ui::PassageMarks* marks READ marks WRITE setMarks NOTIFY changed REQUIRED)
    Q_PROPERTY(QString message MEMBER message_ NOTIFY changed REQUIRED)
    Q_PROPERTY(bool reasoning MEMBER reasoning_ NOTIFY changed)
    Q_PROPERTY(int row MEMBER row_ NOTIFY changed REQUIRED)
    Q_PROPERTY(int level READ level NOTIFY changed) ///< as PassageMark::level; -1: none

  public:
    using QObject::QObject;

    PassageMarks* marks() const { return marks_; }
    void setMarks(PassageMarks* marks);
    int level() const;
    /// The picture was pressed.
    Q_INVOKABLE void press(QQuickItem* picture);

  signals:
    void changed();

  private:
    QPointer<PassageMarks> marks_;
    QString message_;
    bool reasoning_ = false;
    int row_ = 0;
};

} // namespace hadal::ui
