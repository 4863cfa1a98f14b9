// Grounds under stretches of the text that is read, and what the reader picks in it.
#pragma once

#include <QColor>
#include <QList>
#include <QMap>
#include <QPointer>
#include <QQuickItem>
#include <QQuickTextDocument>
#include <QtQml/qqmlregistration.h>

#include <tuple>

namespace hadal::ui {

/// A text of the conversation: whose it is, and which of its blocks.
struct TextPlace {
    QString message;
    bool reasoning = false;
    int row = 0;
    bool operator==(const TextPlace&) const = default;
    bool operator<(const TextPlace& other) const {
        return std::tie(message, reasoning, row) < std::tie(other.message, other.reasoning, other.row);
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

    void press(const TextPlace& place, int position, QQuickItem* text) {
        emit pressed(place, position, text);
    }

  signals:
    void activeChanged();
    void changed();
    /// A position of the words; the item shows them.
    void pressed(const hadal::ui::TextPlace& place, int position, QQuickItem* text);

  private:
    bool active_ = false;
    QMap<TextPlace, QList<PassageMark>> marks_;
};

/// Lays the marks of one text under it. They are never part of the text, so nothing moves and nothing of them
/// is copied. High contrast has lines below the words in place of grounds.
class PassagePainter : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(hadal::ui::PassageMarks* marks READ marks WRITE setMarks NOTIFY changed REQUIRED)
    Q_PROPERTY(QQuickTextDocument* document MEMBER document_ NOTIFY changed REQUIRED)
    Q_PROPERTY(QString message MEMBER message_ NOTIFY changed REQUIRED)
    Q_PROPERTY(bool reasoning MEMBER reasoning_ NOTIFY changed)
    Q_PROPERTY(int row MEMBER row_ NOTIFY changed REQUIRED)
    Q_PROPERTY(QList<QColor> heat MEMBER heat_ NOTIFY changed REQUIRED) ///< four grounds, from weak to strong
    Q_PROPERTY(QColor ground MEMBER ground_ NOTIFY changed REQUIRED)    ///< of the token
    Q_PROPERTY(QColor ink MEMBER ink_ NOTIFY changed REQUIRED)          ///< of the token
    Q_PROPERTY(bool lines MEMBER lines_ NOTIFY changed) ///< below the words, of the ground's colour

  public:
    explicit PassagePainter(QObject* parent = nullptr);
    ~PassagePainter() override;

    PassageMarks* marks() const { return marks_; }
    void setMarks(PassageMarks* marks);
    /// The text was pressed at a position of its document.
    Q_INVOKABLE void press(int position, QQuickItem* text);
    /// The document has been written anew.
    Q_INVOKABLE void paint();

  signals:
    void changed();

  private:
    void lay(const QList<PassageMark>& marks);
    TextPlace place() const { return {message_, reasoning_, row_}; }

    QPointer<PassageMarks> marks_;
    QPointer<QQuickTextDocument> document_;
    QString message_;
    bool reasoning_ = false;
    int row_ = 0;
    QList<QColor> heat_;
    QColor ground_, ink_;
    bool lines_ = false;
};

} // namespace hadal::ui
