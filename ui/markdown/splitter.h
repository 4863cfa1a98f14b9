// Where a growing Markdown text can be cut so that its parts parse alone.
#pragma once

#include <QByteArray>
#include <QList>

namespace hadal::ui {

/// Takes text as it comes and gives out the parts that nothing later can change: paragraphs, single items of
/// lists, fenced code. Cuts depend on whole lines only, so they are the same for every chunking. What cannot
/// be cut for sure stays together, which costs time but never correctness.
class Splitter {
  public:
    /// Adds UTF-8 and returns the parts that are settled now, in order.
    QList<QByteArray> append(const QByteArray& text);
    /// The part that is still open: it may parse differently once more text has come.
    const QByteArray& tail() const { return buffer_; }

  private:
    enum class Mode { Empty, Text, List, Fence };

    struct Line {
        int indent = 0;  ///< columns, a tab goes to the next multiple of 4
        QByteArray text; ///< without indentation and line end
        bool blank() const { return text.isEmpty(); }
    };
    struct Marker {
        char type = 0;  ///< '-', '*', '+', '.' or ')'; 0: no list item
        int offset = 0; ///< column where the content of the item begins
        int number = 0;
        bool empty = false;
    };

    static Line read(const QByteArray& raw);
    static Marker marker(const Line& line);
    static bool isRule(const Line& line);
    static bool interrupts(const Line& line);

    void take(const Line& line);
    bool opensFence(const Line& line);
    bool closesFence(const Line& line) const;
    bool cutsList(const Line& line, const Marker& item);
    void cutBefore();
    void cutAfter();
    void begin(const Line& line);

    QByteArray buffer_;     ///< from the beginning of the open part
    qsizetype scanned_ = 0; ///< lines before this offset of buffer_ have been taken
    qsizetype lineEnd_ = 0; ///< offset after the line being taken
    QList<QByteArray> parts_;
    Mode mode_ = Mode::Empty;
    char fenceMark_ = 0;
    int fenceLength_ = 0;
    char listType_ = 0;
    int listOffset_ = 0;
    bool afterBlank_ = false;
    bool afterLazy_ = false; ///< the line before may have ended the list or gone on with its paragraph
};

} // namespace hadal::ui
