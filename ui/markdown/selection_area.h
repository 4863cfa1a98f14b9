// A selection that goes over the blocks of a message.
#pragma once

#include "ui/markdown/inline_formatter.h"
#include "ui/markdown/message_blocks.h"

#include <QPointer>
#include <QQuickItem>

namespace hadal::ui {

class SelectionPart;

/// Holds the blocks of a message. Within one text the text item selects by itself; once the pointer is
/// dragged out of it, this item goes on over the others. One message at a time has a selection.
class SelectionArea : public QQuickItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(hadal::ui::MessageBlocks* blocks MEMBER blocks_ NOTIFY blocksChanged REQUIRED)

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

  signals:
    void blocksChanged();

  protected:
    bool childMouseEventFilter(QQuickItem* item, QEvent* event) override;

  private:
    QList<SelectionPart*> ordered() const;
    SelectionPart* nearest(QPointF scene) const;
    void begin(QPointF scene);
    bool drag(QPointF scene);
    void take(QList<Block>& all, const SelectionPart& part) const;

    QPointer<MessageBlocks> blocks_;
    QList<SelectionPart*> parts_;
    QPointer<SelectionPart> anchor_;
    int anchorPosition_ = 0;
    bool wide_ = false; ///< more than the text in which it began
};

/// One text of a message, as its area must know it.
class SelectionPart : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(hadal::ui::SelectionArea* area READ area WRITE setArea NOTIFY changed REQUIRED) ///< null: none
    Q_PROPERTY(QQuickItem* text MEMBER text_ NOTIFY changed REQUIRED)                          ///< a TextEdit
    Q_PROPERTY(int row MEMBER row_ NOTIFY changed REQUIRED)                            ///< of its block
    Q_PROPERTY(int place MEMBER place_ NOTIFY changed)                                 ///< within its block
    Q_PROPERTY(hadal::ui::InlineFormatter* formatter MEMBER formatter_ NOTIFY changed) ///< null: plain text

  public:
    using QObject::QObject;
    ~SelectionPart() override;

    SelectionArea* area() const { return area_; }
    void setArea(SelectionArea* area);

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
    InlineText words() const; ///< what is selected, with its looks
    QString plain() const;    ///< the same, as it stands in the text item

  signals:
    void changed();

  private:
    QPointer<SelectionArea> area_;
    QPointer<QQuickItem> text_;
    QPointer<InlineFormatter> formatter_;
    int row_ = 0;
    int place_ = 0;
};

} // namespace hadal::ui
