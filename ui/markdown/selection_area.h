// A selection that goes over the blocks of a message.
#pragma once

#include "ui/markdown/inline_formatter.h"
#include "ui/markdown/message_blocks.h"
#include "ui/markdown/passage_marks.h"

#include <QPointer>
#include <QQuickItem>

#include <tuple>

namespace hadal::ui {

class SelectionPart;

/// Holds the blocks of a message. Within one text the text item selects by itself; once the pointer is
/// dragged out of it, this item goes on over the others. What is selected is kept as two places in the text,
/// so that it holds for blocks that are not built. One message at a time has a selection.
class SelectionArea : public QQuickItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(hadal::ui::MessageBlocks* blocks MEMBER blocks_ NOTIFY blocksChanged REQUIRED)
    Q_PROPERTY(
        hadal::ui::PassageMarks* marks MEMBER marks_ NOTIFY marksChanged) ///< under its texts; null: none
    Q_PROPERTY(QString message MEMBER message_ NOTIFY marksChanged)       ///< by which the marks know it
    Q_PROPERTY(bool reasoning MEMBER reasoning_ NOTIFY marksChanged)

  public:
    explicit SelectionArea(QQuickItem* parent = nullptr);

    Q_INVOKABLE bool hasSelection() const;
    Q_INVOKABLE void selectAll();
    Q_INVOKABLE void clear();
    /// Puts the selection on the clipboard, as plain text and as rich text.
    Q_INVOKABLE void copy() const;
    /// The same as Markdown.
    Q_INVOKABLE void copyMarkdown() const;

    /// The blocks that are selected, cut where the selection begins and ends.
    QList<Block> selected() const;

    void add(SelectionPart* part);
    void remove(SelectionPart* part);
    /// Gives a part that has been built or written anew its share of the selection.
    void apply(SelectionPart* part) const;

  signals:
    void blocksChanged();
    void marksChanged();

  protected:
    bool childMouseEventFilter(QQuickItem* item, QEvent* event) override;

  private:
    /// A place in the text, with the words of its own part on both sides of it.
    struct Spot {
        int row = 0;
        int place = 0;
        int position = 0;
        InlineText before = {};
        InlineText after = {};
        auto order() const { return std::tuple(row, place, position); }
        auto part() const { return std::pair(row, place); }
    };

    QList<SelectionPart*> ordered() const;
    SelectionPart* nearest(QPointF scene) const;
    void begin(QPointF scene);
    bool drag(QPointF scene);
    Spot spot(const SelectionPart* part, int position) const;
    const Spot& first() const { return anchor_.order() <= head_.order() ? anchor_ : head_; }
    const Spot& last() const { return anchor_.order() <= head_.order() ? head_ : anchor_; }
    Block cut(int row) const;
    Block cutTable(int row) const;

    QPointer<MessageBlocks> blocks_;
    QPointer<PassageMarks> marks_;
    QString message_;
    bool reasoning_ = false;
    QList<SelectionPart*> parts_;
    QPointer<SelectionPart> pressed_; ///< where a drag began
    Spot anchor_;
    Spot head_;
    InlineText between_; ///< the words from one to the other, where both are in one part
    bool wide_ = false;  ///< the selection is this item's: from anchor_ to head_
};

/// One text of a message, as its area must know it.
class SelectionPart : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(hadal::ui::SelectionArea* area READ area WRITE setArea NOTIFY changed REQUIRED) ///< null: none
    Q_PROPERTY(QQuickItem* text MEMBER text_ NOTIFY changed REQUIRED)                          ///< a TextEdit
    Q_PROPERTY(int row MEMBER row_ NOTIFY changed REQUIRED) ///< of its block
    Q_PROPERTY(int place MEMBER place_ NOTIFY changed)      ///< within its block
    Q_PROPERTY(hadal::ui::InlineFormatter* formatter READ formatter WRITE setFormatter NOTIFY
                   changed) ///< null: plain text

  public:
    using QObject::QObject;
    ~SelectionPart() override;

    SelectionArea* area() const { return area_; }
    void setArea(SelectionArea* area);
    InlineFormatter* formatter() const { return formatter_; }
    void setFormatter(InlineFormatter* formatter);

    QQuickItem* text() const { return text_; }
    int row() const { return row_; }
    int place() const { return place_; }
    int start() const { return text_ ? text_->property("selectionStart").toInt() : 0; }
    int end() const { return text_ ? text_->property("selectionEnd").toInt() : 0; }
    int length() const { return text_ ? text_->property("length").toInt() : 0; }
    bool before(const SelectionPart& other) const {
        return std::pair(row_, place_) < std::pair(other.row_, other.place_);
    }

    int positionAt(QPointF scene) const;
    void select(int from, int to);
    InlineText words(int from, int to) const; ///< with their looks

  signals:
    void changed();

  private:
    void applyLater();

    QPointer<SelectionArea> area_;
    QPointer<QQuickItem> text_;
    QPointer<InlineFormatter> formatter_;
    int row_ = 0;
    int place_ = 0;
};

} // namespace hadal::ui
