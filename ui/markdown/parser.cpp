#include "ui/markdown/parser.h"

#include "ui/markdown/dialect.h"
#include "ui/markdown/han.h"
#include "ui/markdown/notes.h"
#include "ui/math/parser.h"

#include <QTextDocumentFragment>
#include <QUrl>

#include <md4c.h>

#include <algorithm>
#include <utility>

namespace hadal::ui {
namespace {

constexpr int kDeepest = 8; // deeper lists and quotes leave no room for words

QString attribute(const MD_ATTRIBUTE& value) {
    return QString::fromUtf8(value.text, int(value.size));
}

/// Links that may be opened; anything else (file:, javascript:, relative paths) stays plain text.
QString safeLink(const QString& address) {
    const QUrl url(address, QUrl::StrictMode);
    const QString scheme = url.scheme().toLower();
    const bool web = (scheme == "http" || scheme == "https") && !url.host().isEmpty();
    return web || scheme == "mailto" ? address : QString();
}

class Builder {
  public:
    explicit Builder(OpenList before) { parsed_.open = before; }

    Parsed build(const QByteArray& source) {
        MD_PARSER parser = {};
        parser.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS | MD_FLAG_LATEXMATHSPANS |
                       MD_FLAG_PERMISSIVEURLAUTOLINKS | MD_FLAG_NOHTML | MD_FLAG_NOINDENTEDCODEBLOCKS;
        parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* self) {
            static_cast<Builder*>(self)->enterBlock(type, detail);
            return 0;
        };
        parser.leave_block = [](MD_BLOCKTYPE type, void*, void* self) {
            static_cast<Builder*>(self)->leaveBlock(type);
            return 0;
        };
        parser.enter_span = [](MD_SPANTYPE type, void* detail, void* self) {
            static_cast<Builder*>(self)->span(type, detail, +1);
            return 0;
        };
        parser.leave_span = [](MD_SPANTYPE type, void* detail, void* self) {
            static_cast<Builder*>(self)->span(type, detail, -1);
            return 0;
        };
        parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* self) {
            static_cast<Builder*>(self)->text(type, QString::fromUtf8(text, int(size)));
            return 0;
        };
        // md4c 0.4.8 takes a heading in a list item for the item itself where it stands 4 bytes (modulo 256)
        // into the text, and then ends the item at a blank line. No item is that near to the beginning behind
        // this.
        const QByteArray moved = '\n' + source;
        md_parse(moved.constData(), MD_SIZE(moved.size()), &parser, this);
        return std::move(parsed_);
    }

  private:
    struct List {
        char delimiter; ///< 0: bullets
        int number;
    };

    void enterBlock(MD_BLOCKTYPE type, void* detail) {
        if (type < MD_BLOCK_THEAD) // the parts of a table belong to it
            endLeaf();
        switch (type) {
        case MD_BLOCK_QUOTE:
            leaveTopList();
            ++quoteDepth_;
            break;
        case MD_BLOCK_UL:
            leaveTopList();
            lists_.append({0, 0});
            break;
        case MD_BLOCK_OL:
            openOrdered(*static_cast<MD_BLOCK_OL_DETAIL*>(detail));
            break;
        case MD_BLOCK_LI:
            openItem(*static_cast<MD_BLOCK_LI_DETAIL*>(detail));
            break;
        case MD_BLOCK_HR:
            beginLeaf(Block::Rule);
            break;
        case MD_BLOCK_H:
            beginLeaf(Block::Heading);
            leaf_.level = int(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level);
            break;
        case MD_BLOCK_CODE:
            beginLeaf(Block::Code);
            leaf_.language = attribute(static_cast<MD_BLOCK_CODE_DETAIL*>(detail)->lang);
            break;
        case MD_BLOCK_P:
            beginLeaf(Block::Paragraph);
            break;
        case MD_BLOCK_TABLE:
            beginLeaf(Block::TableBlock);
            leaf_.table.columns = int(static_cast<MD_BLOCK_TABLE_DETAIL*>(detail)->col_count);
            break;
        case MD_BLOCK_TH:
            leaf_.table.alignments.append(alignment(static_cast<MD_BLOCK_TD_DETAIL*>(detail)->align));
            [[fallthrough]];
        case MD_BLOCK_TD:
            leaf_.text = {};
            break;
        default:
            break;
        }
    }

    void leaveBlock(MD_BLOCKTYPE type) {
        switch (type) {
        case MD_BLOCK_QUOTE:
            endLeaf();
            --quoteDepth_;
            break;
        case MD_BLOCK_UL:
            lists_.removeLast();
            break;
        case MD_BLOCK_OL:
            if (lists_.size() == 1 && quoteDepth_ == 0)
                parsed_.open = {lists_.last().delimiter, lists_.last().number};
            lists_.removeLast();
            break;
        case MD_BLOCK_LI:
            endLeaf();
            if (!marker_.isEmpty()) { // an empty item is still an item
                beginLeaf(Block::Paragraph);
                endLeaf();
            }
            break;
        case MD_BLOCK_TH:
        case MD_BLOCK_TD:
            finish(leaf_.text);
            leaf_.table.cells.append(std::exchange(leaf_.text, {}));
            break;
        case MD_BLOCK_HR:
        case MD_BLOCK_H:
        case MD_BLOCK_CODE:
        case MD_BLOCK_P:
        case MD_BLOCK_TABLE:
            endLeaf();
            break;
        default:
            break;
        }
    }

    void openOrdered(const MD_BLOCK_OL_DETAIL& detail) {
        const bool top = lists_.isEmpty() && quoteDepth_ == 0;
        const bool goesOn =
            top && parsed_.open.delimiter == detail.mark_delimiter && parsed_.blocks.isEmpty();
        lists_.append({detail.mark_delimiter, goesOn ? parsed_.open.next : int(detail.start)});
        leaveTopList();
    }

    void openItem(const MD_BLOCK_LI_DETAIL& detail) {
        List& list = lists_.last();
        if (list.delimiter)
            marker_ = QString::number(list.number++) + list.delimiter;
        else
            marker_ = QStringLiteral(u"•");
        if (detail.is_task)
            marker_ = detail.task_mark == ' ' ? QStringLiteral(u"☐") : QStringLiteral(u"☑");
    }

    /// Whatever follows a list on the top level ends its numbering.
    void leaveTopList() { parsed_.open = {}; }

    void beginLeaf(Block::Kind kind) {
        leaf_ = {};
        leaf_.kind = kind;
        leaf_.listDepth = std::min(int(lists_.size()), kDeepest);
        leaf_.quoteDepth = std::min(quoteDepth_, kDeepest);
        leaf_.marker = std::exchange(marker_, {});
        inLeaf_ = true;
        if (lists_.isEmpty())
            leaveTopList();
    }

    void endLeaf() {
        if (!inLeaf_)
            return;
        inLeaf_ = false;
        const QList<Span>& spans = leaf_.text.spans;
        if (leaf_.kind == Block::Paragraph && spans.size() == 1 && displayMath_) {
            leaf_.kind = Block::Formula;
            leaf_.source = spans.first().text.trimmed();
            leaf_.text = {};
        }
        displayMath_ = false;
        const QList<Block> images = std::exchange(images_, {});
        if (!std::exchange(outsideImages_, false) && leaf_.kind == Block::Paragraph && !images.isEmpty()) {
            endImages(images);
            return;
        }
        takeNote(leaf_);
        finish(leaf_.text);
        if (leaf_.kind == Block::Code && leaf_.source.endsWith('\n'))
            leaf_.source.chop(1);
        parsed_.blocks.append(leaf_);
    }

    /// A paragraph of images alone is a block for each.
    void endImages(const QList<Block>& images) {
        for (const Block& image : images) {
            leaf_.kind = Block::Image;
            leaf_.text = image.text;
            leaf_.source = image.source;
            parsed_.blocks.append(leaf_);
            leaf_.marker.clear();
        }
    }

    void span(MD_SPANTYPE type, void* detail, int step) {
        switch (type) {
        case MD_SPAN_EM:
            italic_ += step;
            break;
        case MD_SPAN_STRONG:
            bold_ += step;
            break;
        case MD_SPAN_CODE:
            code_ += step;
            break;
        case MD_SPAN_DEL:
            strike_ += step;
            break;
        case MD_SPAN_LATEXMATH_DISPLAY:
            displayMath_ = true;
            [[fallthrough]];
        case MD_SPAN_LATEXMATH:
            math_ += step;
            break;
        case MD_SPAN_IMG:
            if (step > 0 && imageDepth_++ == 0) {
                images_.append(Block());
                images_.last().source = attribute(static_cast<MD_SPAN_IMG_DETAIL*>(detail)->src);
            } else if (step < 0) {
                --imageDepth_;
            }
            break;
        case MD_SPAN_A:
            link_ = step > 0 ? safeLink(attribute(static_cast<MD_SPAN_A_DETAIL*>(detail)->href)) : QString();
            break;
        default:
            break;
        }
    }

    void text(MD_TEXTTYPE type, QString words) {
        if (!inLeaf_) // md4c gives no paragraph to the text of a tight item
            beginLeaf(Block::Paragraph);
        if (leaf_.kind == Block::Code) {
            leaf_.source += words;
            return;
        }
        if (imageDepth_ > 0 && !images_.isEmpty())
            images_.last().text = InlineText(images_.last().text.plain() + words);
        else if (!words.trimmed().isEmpty())
            outsideImages_ = true;
        QList<Span>& spans = leaf_.text.spans;
        switch (type) {
        case MD_TEXT_NULLCHAR:
            words = QChar::ReplacementCharacter;
            break;
        case MD_TEXT_BR:
            words = QChar::LineSeparator;
            break;
        case MD_TEXT_SOFTBR:
            // A line may be broken anywhere between Han characters; that is not a space.
            words = !spans.isEmpty() && endsInHan(spans.last().text) ? QString() : QStringLiteral(" ");
            break;
        case MD_TEXT_ENTITY:
            words = QTextDocumentFragment::fromHtml(words).toPlainText();
            break;
        default:
            break;
        }
        const int styles = (bold_ ? Span::Bold : 0) | (italic_ ? Span::Italic : 0) |
                           (code_ ? Span::Code : 0) | (strike_ ? Span::Strike : 0) | (math_ ? Span::Math : 0);
        if (words.isEmpty())
            return;
        if (!spans.isEmpty() && spans.last().styles == styles && spans.last().link == link_)
            spans.last().text += words;
        else
            spans.append({words, styles, link_});
    }

    static void finish(InlineText& text) {
        markNotes(text);
        for (Span& span : text.spans)
            if ((span.styles & Span::Math) && math::parse(span.text))
                span.styles |= Span::Drawn;
    }

    static Qt::Alignment alignment(MD_ALIGN align) {
        return align == MD_ALIGN_RIGHT    ? Qt::AlignRight
               : align == MD_ALIGN_CENTER ? Qt::AlignHCenter
                                          : Qt::AlignLeft;
    }

    Parsed parsed_;
    Block leaf_;
    bool inLeaf_ = false;
    bool displayMath_ = false;
    QList<List> lists_;
    QString marker_; ///< waits for the first block of its item
    int quoteDepth_ = 0;
    QList<Block> images_; ///< of the leaf
    int imageDepth_ = 0;
    bool outsideImages_ = false;
    int bold_ = 0, italic_ = 0, code_ = 0, strike_ = 0, math_ = 0;
    QString link_;
};

} // namespace

QString InlineText::plain() const {
    QString all;
    for (const Span& span : spans)
        all += span.text;
    return all.replace(QChar::LineSeparator, '\n');
}

bool InlineText::han() const {
    return containsHan(plain());
}

bool InlineText::formulas() const {
    return std::any_of(spans.begin(), spans.end(),
                       [](const Span& span) { return span.styles & Span::Drawn; });
}

Parsed parseMarkdown(const QByteArray& source, OpenList before) {
    return Builder(before).build(inDialect(source));
}

} // namespace hadal::ui
