#include "ui/transcripts/pdf.h"

#include "kernels/error.h"
#include "ui/transcripts/paper.h"
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

/// A conversation set for pages of a size in pixels at kDpi.
class Pages {
  public:
    Pages(const transcripts::Transcript& transcript, const transcripts::Choice& choice,
          const transcripts::Words& words, const QSizeF& size, QPaintDevice* device)
        : typesetter_(document_), size_(size.width() - 2 * kMargin, size.height() - 2 * kMargin - kFoot) {
        document_.documentLayout()->setPaintDevice(device);
        document_.setPageSize(size_);
        typesetter_.title(transcript.conversation.title);
        for (const transcripts::Passage& passage : passages(transcript, choice, words))
            typesetter_.passage(passage);
        typesetter_.finish();
    }

    int count() const { return document_.pageCount(); }
    void draw(QPainter& painter, int number) const {
        painter.save();
        painter.translate(kMargin, kMargin - number * size_.height());
        QAbstractTextDocumentLayout::PaintContext context;
        const QRectF shown(0, number * size_.height(), size_.width(), size_.height());
        painter.setClipRect(shown);
        context.clip = shown.adjusted(0, 1, 0, -1); // a line that ends at the edge is on one page only
        document_.documentLayout()->draw(&painter, context);
        painter.restore();
        painter.setFont(textFont(10));
        painter.setPen(kText2);
        painter.drawText(QRectF(kMargin, kMargin + size_.height() + kFoot / 2, size_.width(), kFoot),
                         Qt::AlignHCenter, QStringLiteral("%1 / %2").arg(number + 1).arg(count()));
    }

  private:
    QTextDocument document_;
    Typesetter typesetter_;
    QSizeF size_;
};

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
    const Pages pages(transcript, choice, words, QSizeF(writer.width(), writer.height()), &writer);
    QPainter painter;
    if (!painter.begin(&writer))
        throw Error(ErrorKind::InvalidFile,
                    "The PDF cannot be written: " + device.errorString().toStdString() + ".");
    for (int number = 0; number < pages.count(); ++number) {
        if (number > 0)
            writer.newPage();
        pages.draw(painter, number);
    }
    painter.end();
    const QByteArray file = withUnifiedHan(buffer.data());
    if (device.write(file) != file.size())
        throw Error(ErrorKind::InvalidFile,
                    "The PDF cannot be written: " + device.errorString().toStdString() + ".");
}

QImage firstPage(const transcripts::Transcript& transcript, const transcripts::Choice& choice,
                 const transcripts::Words& words, int width) {
    const QSize size = QPageSize(QPageSize::A4).sizePixels(kDpi);
    QImage image(width, width * size.height() / size.width(), QImage::Format_RGB32);
    image.setDotsPerMeterX(qRound(kDpi / 0.0254));
    image.setDotsPerMeterY(qRound(kDpi / 0.0254));
    image.fill(Qt::white);
    const Pages pages(transcript, choice, words, size, &image);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::TextAntialiasing);
    painter.scale(qreal(width) / size.width(), qreal(width) / size.width());
    pages.draw(painter, 0);
    return image;
}

} // namespace hadal::ui
