#include "ui/transcripts/pdf.h"

#include "kernels/error.h"
#include "ui/transcripts/typesetter.h"

#include <QAbstractTextDocumentLayout>
#include <QBuffer>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>

namespace hadal::ui {
namespace {

constexpr int kDpi = 96;
constexpr qreal kMargin = 64; // pixels at kDpi
constexpr qreal kFoot = 24;

/// Where a face has one glyph for two characters, Qt writes that it means the lower one: the radical ⽂ for
/// 文. Readers would then not find the word. The tables are not compressed, and stay as long as they are.
QByteArray withUnifiedHan(QByteArray file) {
    for (qsizetype at = file.indexOf("begincmap"); at >= 0; at = file.indexOf("begincmap", at + 1)) {
        const qsizetype end = file.indexOf("endcmap", at);
        for (qsizetype list = file.indexOf('[', at); list >= 0 && list < end;
             list = file.indexOf('[', list + 1)) {
            const qsizetype close = file.indexOf(']', list);
            for (qsizetype code = file.indexOf('<', list); code >= 0 && code < close;
                 code = file.indexOf('<', code + 1)) {
                const QChar character(file.mid(code + 1, 4).toUShort(nullptr, 16));
                if (character < QChar(0x2E80) || character > QChar(0x2FDF))
                    continue;
                const QString same = QString(character).normalized(QString::NormalizationForm_KC);
                if (same.size() == 1)
                    file.replace(code + 1, 4, QByteArray::number(same.at(0).unicode(), 16).toUpper());
            }
        }
    }
    return file;
}

} // namespace

void writePdf(QIODevice& device, const transcripts::Transcript& transcript, const transcripts::Choice& choice,
              const transcripts::Words& words) {
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(kDpi);
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageMargins({});
    writer.setTitle(transcript.conversation.title);
    writer.setCreator("Hadal");

    QTextDocument document;
    document.documentLayout()->setPaintDevice(&writer);
    const QSizeF page(writer.width() - 2 * kMargin, writer.height() - 2 * kMargin - kFoot);
    document.setPageSize(page);
    Typesetter typesetter(document);
    typesetter.title(transcript.conversation.title);
    for (const transcripts::Passage& passage : passages(transcript, choice, words))
        typesetter.passage(passage);

    QPainter painter;
    if (!painter.begin(&writer))
        throw Error(ErrorKind::InvalidFile,
                    "The PDF cannot be written: " + device.errorString().toStdString() + ".");
    const int pages = document.pageCount();
    QFont foot("Inter");
    foot.setPixelSize(10);
    for (int number = 0; number < pages; ++number) {
        if (number > 0)
            writer.newPage();
        painter.save();
        painter.translate(kMargin, kMargin - number * page.height());
        QAbstractTextDocumentLayout::PaintContext context;
        const QRectF shown(0, number * page.height(), page.width(), page.height());
        painter.setClipRect(shown);
        context.clip = shown.adjusted(0, 1, 0, -1); // a line that ends at the edge is on one page only
        document.documentLayout()->draw(&painter, context);
        painter.restore();
        painter.setFont(foot);
        painter.setPen(QColor(0x57, 0x63, 0x6D));
        painter.drawText(QRectF(kMargin, kMargin + page.height() + kFoot / 2, page.width(), kFoot),
                         Qt::AlignHCenter, QStringLiteral("%1 / %2").arg(number + 1).arg(pages));
    }
    painter.end();
    const QByteArray file = withUnifiedHan(buffer.data());
    if (device.write(file) != file.size())
        throw Error(ErrorKind::InvalidFile,
                    "The PDF cannot be written: " + device.errorString().toStdString() + ".");
}

} // namespace hadal::ui
